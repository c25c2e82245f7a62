#!/bin/sh
# Runs a program and ends it when standard input closes, that is, when the process that holds the other end is gone.
#
#   sh guard.sh PROGRAM [ARGUMENT...]
#
# SIGTERM is passed on; the exit status is the program's. Works with any POSIX shell, on Linux and on macOS.

exec 3<&0
"$@" </dev/null 3<&- &
program=$!
exec >/dev/null 2>&1 # the outputs are the program's alone: their readers see the end when it ends

(
    grace=
    trap '[ -z "$grace" ] || kill "$grace"; exit' TERM
    while read -r _; do :; done <&3
    sleep 3 &
    grace=$!
    kill -TERM "$program"
    wait "$grace"
    kill -KILL "$program"
) &
watcher=$!
exec 3<&-

trap 'kill -TERM "$program"' TERM
wait "$program"
status=$?
while kill -0 "$program"; do # the wait was cut short by a signal
    wait "$program"
    status=$?
done
kill "$watcher"
wait "$watcher"
exit "$status"
