import { tmpdir, totalmem } from 'node:os';
import { toFault } from '../../../core/base/fault.ts';
import type { GpuDevice } from '../../../core/model/target.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { parseInstances, parseQuery, plainFields, queryFields } from './parse.ts';

const timeoutMs = 5_000;
/** nvidia-smi takes up to seconds without persistence mode; the picker and the plan right after it ask once. */
const freshMs = 3_000;

export interface Inventory {
  readonly gpus: readonly GpuDevice[];
  /** Sentences for a person: why devices may be missing here. */
  readonly problems: readonly string[];
  /** Devices split into instances; work belongs on one of those. */
  readonly split: ReadonlySet<string>;
}

interface Answer {
  readonly text: string;
  readonly exitCode: number | null;
}

/** The NVIDIA devices of this machine, as nvidia-smi tells them. */
export class GpuInventory {
  readonly #machine: Machine;
  #last: { readonly atMs: number; readonly found: Promise<Inventory> } | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  read(signal: AbortSignal): Promise<Inventory> {
    const nowMs = this.#machine.clock.nowMs();
    if (this.#last && nowMs - this.#last.atMs < freshMs) return this.#last.found;
    const found = this.#read(signal);
    this.#last = { atMs: nowMs, found };
    found.catch(() => (this.#last = undefined));
    return found;
  }

  async #read(signal: AbortSignal): Promise<Inventory> {
    let answer: Answer | undefined;
    let fields: readonly string[] = queryFields;
    try {
      answer = await this.#query(fields, signal);
      // An older driver refuses the whole question when it does not know one column.
      if (answer && /not a valid field/i.test(answer.text)) {
        fields = plainFields;
        answer = await this.#query(fields, signal);
      }
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled') throw error;
      const why = fault.code === 'timeout' ? `nvidia-smi did not answer within ${timeoutMs / 1000} s; the driver may be stuck.` : `nvidia-smi could not be run: ${fault.message}`;
      return none(why);
    }
    if (!answer) return none();
    const queried = parseQuery(answer.text, Math.round(totalmem() / 1024 / 1024), fields.length);
    if (queried.length === 0) return none(explain(answer));
    const split = new Set(queried.filter((gpu) => gpu.isMig).map((gpu) => gpu.uuid));
    const gpus: GpuDevice[] = queried.map(({ isMig: _isMig, ...gpu }) => gpu);
    if (split.size === 0) return { gpus, problems: [], split };
    try {
      const listed = await this.#run(['-L'], signal);
      gpus.push(...parseInstances(listed?.text ?? ''));
    } catch (error) {
      if (toFault(error).code === 'cancelled') throw error;
      return { gpus, problems: [`The MIG instances could not be listed: ${toFault(error).message}`], split };
    }
    return { gpus, problems: [], split };
  }

  #query(fields: readonly string[], signal: AbortSignal): Promise<Answer | undefined> {
    return this.#run([`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'], signal);
  }

  async #run(argv: readonly string[], signal: AbortSignal): Promise<Answer | undefined> {
    try {
      const env = { LC_ALL: 'C', CUDA_VISIBLE_DEVICES: undefined };
      const options = { cwd: tmpdir(), env, timeoutMs, maxBytes: 1024 * 1024, signal };
      const result = await this.#machine.process.run(['nvidia-smi', ...argv], options);
      const decoder = new TextDecoder();
      return { text: `${decoder.decode(result.stdout)}\n${decoder.decode(result.stderr)}`, exitCode: result.exitCode };
    } catch (error) {
      if (toFault(error).code === 'missingTool') return undefined; // No NVIDIA driver: a machine without such GPUs.
      throw error;
    }
  }
}

function none(problem?: string): Inventory {
  return { gpus: [], problems: problem === undefined ? [] : [problem], split: new Set() };
}

function explain({ text, exitCode }: Answer): string {
  const said = text.trim().split(/\r?\n/)[0] ?? '';
  if (/version mismatch/i.test(said)) return `${said}. Restart the machine, or load the new driver, to use its GPUs.`;
  if (/no devices were found/i.test(said)) return 'nvidia-smi is there but found no GPU.';
  return said === '' ? `nvidia-smi gave no answer (exit code ${exitCode}).` : `nvidia-smi: ${said}`;
}
