#!/bin/sh
# Runs a program and ends it when standard input closes, that is, when the process that holds the other end is gone.
#
#   sh guard.sh PROGRAM [ARGUMENT...]
#
# SIGTERM is passed on; the exit status is the program's. Works with any POSIX shell, on Linux and on macOS.

exec 3<&0
"$@" </dev/null 3<&- &
program=$!

(
    while read -r _; do :; done <&3
    kill -TERM "$program"
    for _ in 1 2 3; do
        sleep 1
        kill -0 "$program" || exit 0
    done
    kill -KILL "$program"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-

trap 'kill -TERM "$program" 2>/dev/null' TERM
wait "$program"
status=$?
while kill -0 "$program" 2>/dev/null; do # the wait was cut short by a signal
    wait "$program"
    status=$?
done
kill "$watcher" 2>/dev/null
exit "$status"
