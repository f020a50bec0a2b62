/** What `tasks.json` may say; written by hand, so every part is checked. */
export interface JobTaskDefinition {
  readonly type: string;
  readonly file?: string;
  readonly stage?: string;
  readonly command?: readonly string[];
  readonly name?: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly target?: string;
  readonly gpus?: readonly string[];
  readonly recorders?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Undefined where it names nothing to run, or something is of the wrong type. */
export function decodeTask(definition: Readonly<Record<string, unknown>>): JobTaskDefinition | undefined {
  const { type, file, stage, command, name, params, target, gpus, recorders, options } = definition;
  if (typeof type !== 'string') return undefined;
  if (![file, stage, name, target].every((one) => one === undefined || typeof one === 'string')) return undefined;
  if (![command, gpus, recorders].every((one) => one === undefined || isTexts(one))) return undefined;
  if (![params, options].every((one) => one === undefined || (typeof one === 'object' && one !== null && !Array.isArray(one)))) return undefined;
  if (params !== undefined && !Object.values(params as object).every((one) => ['string', 'number', 'boolean'].includes(typeof one))) return undefined;
  const isRunnable = (file !== undefined && stage !== undefined) || (isTexts(command) && command.length > 0);
  return isRunnable ? ({ ...definition } as unknown as JobTaskDefinition) : undefined;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
