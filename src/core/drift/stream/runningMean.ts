/** Mean of the values so far. The order of operations is river's, so that both round alike. */
export class RunningMean {
  count = 0;
  mean = 0;

  add(value: number): void {
    this.count += 1;
    this.mean += (1 / this.count) * (value - this.mean);
  }

  copy(): RunningMean {
    return Object.assign(new RunningMean(), { count: this.count, mean: this.mean });
  }
}
