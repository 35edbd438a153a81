#!/bin/sh
# The study of transfer on invented catchments: study.sh [SOURCES TARGETS SEEDS [SIZES]], by default 24 6 1 and sources of 6 and 24 basins.
# The study of the full size: study.sh 200 40 5 "10 50 200"
set -e
cd "$(dirname "$0")"
program="${TRIBUTARY:-tributary}"
export SOURCES="${1:-24}" TARGETS="${2:-6}" SEEDS="${3:-1}"
sizes="${4:-6 $SOURCES}"
most="$SOURCES"
"$program" data region data --name hills --model hbv --basins "$most" --years 13 --seed 1 \
    --driven FC=soil:60:400 --driven k1=slope:3:25 --driven BETA=texture:1:6
"$program" data region data --name plains --model gr --settings '{"variant":"GR4J","snow":"cemaneige"}' --basins "$TARGETS" --years 13 --seed 2 --wetness 0.8 --warmth 3 \
    --driven X1=soil:80:700 --driven X4=slope:1.1:4 --driven X3=texture:20:150
cp data/plains.txt "data/plains-$TARGETS.txt"
for size in $sizes; do
    head -n "$size" data/hills.txt >"data/hills-$size.txt"
    SOURCES="$size" "$program" run source.yaml >/dev/null
done
for years in 1 5; do
    YEARS=$years FIRST_YEAR=$((2009 - years)) "$program" run target.yaml >/dev/null
done
for size in $sizes; do
    [ "$size" = "$most" ] || SOURCES="$size" YEARS=1 FIRST_YEAR=2008 "$program" run target.yaml >/dev/null
done
for table in runs/target-*/comparison.csv; do
    echo
    echo "$(basename "$(dirname "$table")"):"
    awk -F, 'NR == 1 { printf "%-20s %7s %9s %10s %9s %10s %9s %11s %9s\n", $1, "basins", "mean NSE", "median NSE", "mean KGE", "median KGE", "mean gain", "median gain", "degraded" }
             NR > 1 { printf "%-20s %7d %9.3f %10.3f %9.3f %10.3f %9.3f %11.3f %8.0f%%\n", $1, $2, $3, $4, $5, $6, $7, $8, 100 * $9 }' "$table"
done
