"""Transports: each module sends letters in one way, behind the interface `transport.Transport`.

To add one, write a module with a class that has the members of `Transport`:

1. `name` and `is_live`: live means that recipients receive something; the command line then requires
`--live`.
2. `__enter__` prepares everything that the whole batch needs (connection, log-in) and raises
`UnavailableError` where that fails; `__exit__` releases it.
3. `refusals(letter)`: reasons why the transport cannot carry the letter, such as its size. Called for every
letter before the first is sent.
4. `prepare(letter)` makes the letter ready and sends nothing, so a failure here means 'not sent'. The
function it returns hands the letter over and returns an `Outcome`. The state is 'sent' or 'failed' only where
the other side said so. If no answer came after the letter was handed over, it is 'unknown', and the letter is
never sent again unless a person says so. Try again within the call only where the letter was certainly not
accepted. Raise `UnavailableError` where the letter was not accepted and no other would be.
5. `look_up(message)`: the outcome of a message whose sender died, where the transport can tell.

Settings come from the environment (`environment.py`), never from arguments of the command line, which every
user of a machine can see. Register the transport in `reporter/cli/send.py`, and test it against a real
server.
"""
