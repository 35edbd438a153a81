#!/bin/sh
# How to fine-tune on one basin, searched: sweep.sh FOLDER NAME BASIN [EVALUATIONS [HIDDEN [FIRST_YEAR]]], by default 50 evaluations of a network of 256 units on ten
# years. FOLDER is in Caravan's schema, as leave-one-out.sh takes one. Killed at any moment it goes on where it was when it is started again.
set -e
data="$(cd "$1" && pwd)"
name="$2"
basin="$3"
evaluations="${4:-50}"
hidden="${5:-256}"
first="${6:-1991}"
program="${TRIBUTARY:-tributary}"
others="$(grep -vx "$basin" "$data/$name.txt" | paste -sd,)"
head="period: { start: 1989-01-01, end: 2010-12-31 }
forcing: { source: caravan, settings: { folder: '$data' } }
"
# Windows of two years of which the second has targets: each target has at least 365 days before it, as in the published fine-tuning, for a two-hundredth of the work.
window="lookback: 730, predict_last_n: 365"
cat >"sweep-source-$basin.yaml" <<EOF
name: sweep-source-$basin
$head
splits: { warmup: [1989-01-01, 1990-12-31], calibration: [1991-01-01, 2005-12-31], test: [2006-01-01, 2010-12-31] }
domain: { basins: [$others] }
models:
  - { name: source, plugin: lstm, settings: { preset: regional, dynamic_inputs: [precipitation, air_temperature, potential_evapotranspiration], hidden_size: $hidden, $window, epochs: 20, batch_size: 4, learning_rate: { 0: 0.002, 12: 0.0005 }, simulate: carried } }
EOF
"$program" run "sweep-source-$basin.yaml" --quiet >/dev/null
cat >"sweep-$basin.yaml" <<EOF
name: sweep-$basin
$head
splits: { warmup: [1989-01-01, $((first - 1))-12-31], calibration: [$first-01-01, $((first + 9))-12-31], validation: [$((first + 10))-01-01, 2005-12-31], test: [2006-01-01, 2010-12-31] }
domain: { basins: [$basin] }
models:
  - { name: zero-shot, plugin: transfer, settings: { source: runs/sweep-source-$basin/models/source, strategy: zero-shot, simulate: carried } }
  - { name: tuned, plugin: transfer, settings: { source: runs/sweep-source-$basin/models/source, $window, batch_size: 1, learning_rate: { 0: 0.00005, 20: 0.000005 }, simulate: carried } }
sweep:
  method: tpe
  budget: $evaluations
  metric: nse                 # one score of the validation period, whatever the loss
  over:
    models.tuned.settings.learning_rate.0:  { from: 0.00001, to: 0.001, scale: log }
    models.tuned.settings.learning_rate.20: { from: 0.000001, to: 0.0001, scale: log }
    models.tuned.settings.loss: [nse, mse, rmse, kge]
    models.tuned.settings.epochs: { from: 1, to: 40 }
    models.tuned.settings.strategy: [full, head-only]
evaluate: { metrics: [nse, kge], by: [validation, test], baseline: zero-shot }
EOF
"$program" run "sweep-$basin.yaml"
