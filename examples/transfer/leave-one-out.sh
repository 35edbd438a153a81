#!/bin/sh
# Each basin of a data set in Caravan's schema in turn: a source learns from the others, and its strategies are scored on 1 and 5 years of the one left out.
# leave-one-out.sh FOLDER NAME [SEEDS]; the series must cover 1989 to 2010. 'tributary data to-caravan' makes such a folder of any workflows' basins.
set -e
data="$(cd "$1" && pwd)"
name="$2"
seeds="${3:-3}"
program="${TRIBUTARY:-tributary}"
inputs="[precipitation, air_temperature, potential_evapotranspiration]"
# Networks so small gain nothing from a second thread.
head="period: { start: 1989-01-01, end: 2010-12-31 }
forcing: { source: caravan, settings: { folder: '$data' } }
run: { workers: 1 }
"
# Rates, epochs and batches are those that did best, by the median of the basins, where one year (2002) was learned and 2003 and 2004 were scored.
tuning="networks: each, batch_size: 2, optimiser: adam, simulate: carried"
scratch="network: input-transform, dynamic_inputs: $inputs, hidden_size: 32, weight_dropout: 0.1, lookback: 270, predict_last_n: 90"
while read -r basin; do
    others="$(grep -vx "$basin" "$data/$name.txt" | paste -sd,)"
    cat >"source-$basin.yaml" <<EOF
name: source-without-$basin
$head
splits: { warmup: [1989-01-01, 1989-12-31], calibration: [1990-01-01, 2005-12-31], test: [2006-01-01, 2010-12-31] }
domain: { basins: [$others] }
models:
  - { name: source, plugin: transfer, settings: { strategy: local, $scratch, epochs: 60, batch_size: 8, optimiser: adam, learning_rate: { 0: 0.005, 30: 0.001, 50: 0.0003 }, simulate: carried } }
EOF
    "$program" run "source-$basin.yaml" --quiet >/dev/null
    for first in 2005 2001; do
        source="source: runs/source-without-$basin/models/source"
        cat >"target-$basin-$first.yaml" <<EOF
name: $basin-from-$first
$head
splits: { warmup: [1989-01-01, 1989-12-31], calibration: [$first-01-01, 2005-12-31], test: [2006-01-01, 2010-12-31] }
domain: { basins: [$basin] }
models:
  - { name: zero-shot, plugin: transfer, settings: { $source, strategy: zero-shot, simulate: carried } }
  - { name: local, plugin: transfer, seeds: $seeds, settings: { strategy: local, $scratch, learning_rate: 0.005, epochs: 50, $tuning } }
  - { name: gr4j, plugin: gr, settings: { variant: GR4J, snow: cemaneige } }
  - { name: pretrain-on-gr4j, plugin: transfer, pretrain_on: gr4j, seeds: $seeds, settings: { strategy: pretrain-on-model, $scratch, pretrain_learning_rate: 0.005, pretrain_epochs: 20, learning_rate: 0.002, epochs: 20, $tuning } }
  - { name: full, plugin: transfer, seeds: $seeds, settings: { $source, strategy: full, learning_rate: 0.002, epochs: 20, $tuning } }
  - { name: head-only, plugin: transfer, seeds: $seeds, settings: { $source, strategy: head-only, learning_rate: 0.005, epochs: 50, $tuning } }
  - { name: gradual, plugin: transfer, seeds: $seeds, settings: { $source, strategy: gradual, learning_rate: 0.005, epochs: 50, $tuning } }
  - { name: tl-a, plugin: transfer, seeds: $seeds, settings: { $source, strategy: tl-a, learning_rate: 0.005, epochs: 50, $tuning } }
  - { name: tl-b, plugin: transfer, seeds: $seeds, settings: { $source, strategy: tl-b, learning_rate: 0.005, epochs: 50, $tuning } }
  - { name: full-guarded, plugin: transfer, settings: { $source, strategy: full, learning_rate: 0.002, epochs: 20, guard: true, $tuning } }
evaluate: { metrics: [nse, kge], by: [test], baseline: zero-shot }
EOF
        "$program" run "target-$basin-$first.yaml" --quiet >/dev/null
        echo "$basin, $((2006 - first)) years of discharge:"
        awk -F, 'NR > 1 { printf "  %-18s NSE %7.3f  KGE %7.3f  gain %7.3f\n", $1, $3, $5, $7 }' "runs/$basin-from-$first/comparison.csv"
    done
done <"$data/$name.txt"
