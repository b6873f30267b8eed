"""Delivery: briefings are planned for recipients, approved, checked again and sent, each message once.

- `recipients_file`: recipients, from recipients.csv.
- `edition`: a finished edition as delivery sees it: its manifest and the files that the manifest lists.
- `plan`: the recipients and their files, frozen with hashes; `approval`: a name under the plan's hash.
- `briefing_file`: identity of a briefing, read from its PDF; `access`: who may have an edition at a time.
- `checks`: every reason why a plan may not be sent now.
- `ledger`: the state of every message, kept in SQLite.
- `sending`: claims, checks, sends and records each message; `correction`: recipients of a corrected edition.
- `transports`: SMTP, GOV.UK Notify and a folder of messages, one module each.
- `describe`: the printed output of the commands.

Delivery builds nothing and never reads a count.
"""
