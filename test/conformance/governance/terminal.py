"""Runs a program in a real terminal and types an answer when it asks: terminal.py QUESTION ANSWER PROGRAM ARGUMENTS…"""
import os
import pty
import sys

question, answer, *program = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(program[0], program)
shown, is_typed = b"", False
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side has ended.
        break
    if not data:
        break
    shown += data
    if not is_typed and question.encode() in shown:
        os.write(terminal, f"{answer}\n".encode())
        is_typed = True
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
