#!/bin/sh
# Runs the suite with the arguments given, for one index of a Job. The results go to a folder of
# their own, RESULTS/INDEX-CPU/, under the pod's name: a second attempt overwrites nothing.
set -eu

cpu=$(lscpu | sed -n 's/^Model name: *//p' | head -n 1 | tr -cs '[:alnum:]\n' '-')
folder="$RESULTS/$JOB_COMPLETION_INDEX-${cpu:-unknown}"
mkdir -p "$folder"
exec java -jar /app/benchmarks.jar -rff "$folder/$POD.json" "$@"
