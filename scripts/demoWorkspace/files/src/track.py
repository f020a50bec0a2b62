"""One run: `python src/track.py --learning-rate 0.05`, or the entry point `main` of MLproject."""

import argparse

import mlflow

import tracked

parser = argparse.ArgumentParser()
parser.add_argument("--learning-rate", type=float, default=0.02)
parser.add_argument("--alpha", type=float, default=0.001)
parser.add_argument("--epochs", type=int, default=15)
parser.add_argument("--name")
arguments = parser.parse_args()

tracked.connect()
with mlflow.start_run(run_name=arguments.name):
    tracked.train(arguments.learning_rate, arguments.alpha, arguments.epochs)
