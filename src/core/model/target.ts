export interface GpuDevice {
  /** Key everywhere: indexes move, uuids do not. */
  readonly uuid: string;
  readonly index: number | null;
  readonly name: string;
  readonly memoryTotalMiB: number | null;
  readonly memoryUsedMiB: number | null;
  readonly utilizationPercent: number | null;
  readonly temperatureC: number | null;
  readonly powerW: number | null;
  /** `unified` = memory is the system's own (GB10 and kin). */
  readonly memoryKind: 'dedicated' | 'unified' | 'unknown';
  readonly parentUuid: string | null;
}

/** A place where a Job can run. */
export interface Target {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly kind: string;
  readonly gpus: readonly GpuDevice[];
  readonly cpuCount: number | null;
  readonly memoryMiB: number | null;
  /** Price an hour, or `unknown`; never guessed. */
  readonly price: { readonly amount: number; readonly currency: string } | 'unknown' | 'free';
  readonly problems: readonly string[];
}
