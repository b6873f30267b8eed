"""Sending: who gets which briefing is planned, approved, checked again and sent, each message once.

- `recipients_file`: who receives, from recipients.csv.
- `edition`: a finished edition as delivery sees it: its manifest and the files that the manifest lists.
- `plan`: who gets which file, frozen with hashes; `approval`: a name under the plan's hash.
- `briefing_file`: what a briefing's PDF says it is; `access`: who may have an edition at a given time.
- `checks`: every reason why a plan may not be sent now.
- `ledger`: what became of every message, kept in SQLite.
- `sending`: the loop that claims, checks, sends and records; `correction`: who must get a corrected edition.
- `transports`: ways out, one module each.
- `commands`, `describe`: the command line.

Delivery builds nothing and never reads a count.
"""
