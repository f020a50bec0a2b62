"""Runs river's detectors over streams: questions [name, settings, values] as JSON from stdin, answers [drifts, warnings] of indices."""
import json
import sys

from river import drift
from river.drift import binary, kswin


class Draws:
    """Stands in for random.Random: draws that both sides can make, from a generator that is one line."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state // 8 % n

    def sample(self, of, count):
        left = list(of)
        for at in range(count):
            other = at + self.below(len(left) - at)
            left[at], left[other] = left[other], left[at]
        return left[:count]


class random:
    Random = Draws


kswin.random = random
detectors = {
    'ddm': binary.DDM, 'eddm': binary.EDDM, 'hddm-a': binary.HDDMA, 'hddm-w': binary.HDDMW,
    'adwin': drift.ADWIN, 'page-hinkley': drift.PageHinkley, 'kswin': drift.KSWIN,
}


def run(name, settings, values):
    detector = detectors[name](**settings)
    drifts, warnings = [], []
    for index, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(index)
        elif getattr(detector, 'warning_detected', False):
            warnings.append(index)
    found = {'drift': drifts, 'warning': warnings}
    if name == 'adwin':
        # A drift is taken back by the next value, in river too.
        found |= {'width': detector.width, 'total': detector.total, 'variance': detector.variance}
    return found


json.dump([run(*question) for question in json.load(sys.stdin)], sys.stdout)
