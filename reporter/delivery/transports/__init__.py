"""Ways out: each module is one transport behind the small interface of `transport.Transport`.

To add one, write a module with a class that has the members of `Transport`:

1. `name` and `is_live`: live means that a recipient gets something; the command line asks for `--live` then.
2. `__enter__` makes ready all that the whole batch needs (connection, log-in) and raises `UnavailableError`
   where that fails; `__exit__` lets go of it.
3. `refusals(letter)`: what of this letter the transport cannot carry, such as its size. Asked for every
   letter before the first is sent.
4. `prepare(letter)` makes the letter ready, and nothing leaves: what fails here was not sent. What it gives
   back is called to hand the letter over, and gives an `Outcome`. Say 'sent' or 'failed' only where the other
   side said so; whatever ends without its answer after the letter was handed over is 'unknown', and is never
   sent again without a person. Try again within the call only where the letter was certainly not taken. Raise
   `UnavailableError` where the letter was not taken and no other would be.
5. `look_up(message)`: what became of a message whose sender died, where the transport can tell.

Settings come from the environment (`environment.py`), never from an argument of the command line: arguments
are seen by every user of a machine. Make it known in `commands.py`, and test it against a real server.
"""
