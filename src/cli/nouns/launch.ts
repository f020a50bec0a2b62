import path from 'node:path';
import { fail } from '../../core/base/fault.ts';
import type { Job } from '../../core/model/job.ts';
import type { LaunchSpec, Plan } from '../../core/model/launch.ts';
import { checkedInputs } from '../../services/inputs.ts';
import { expandGrid, unusedParams, type ParamSet } from '../../services/launchGrid.ts';
import { exitCodes } from '../exit.ts';
import { listValue, textValue, type Answer, type Context, type Noun } from '../noun.ts';
import { pairs } from '../pairs.ts';
import { typedParams } from '../paramTypes.ts';
import { clean } from '../style.ts';

const cancelGraceMs = 10_000;

export const noun: Noun = {
  usage: `mlops launch [--target T] [--plan] [--detach] [--name N] [--record SOURCE,…|none]
             [--param k=v]… [--option k=v]… [--grid k=a,b]… (-- CMD… | --stage [FILE:]STAGE)
  A {k} in CMD is replaced by the value of --param or --grid. Without --detach the log follows, and the exit code is 6
  when the training failed; an interrupt stops it.`,
  options: {
    target: { type: 'string' },
    plan: { type: 'boolean' },
    detach: { type: 'boolean' },
    name: { type: 'string' },
    record: { type: 'string' },
    stage: { type: 'string' },
    yes: { type: 'boolean' },
    param: { type: 'string', multiple: true },
    option: { type: 'string', multiple: true },
    grid: { type: 'string', multiple: true },
  },
  arguments: [0, 0],
  reconciles: true,
  patienceMs: 30_000,
  async run(context) {
    const { workbench, values, signal } = context;
    const target = await targetId(context);
    const specs = await specsOf(context, target);
    const plans: Plan[] = [];
    for (const spec of specs) plans.push(await workbench.launch.plan(spec, target, signal));
    for (const warning of new Set(plans.flatMap((plan) => plan.warnings))) context.say(`warning: ${clean(warning)}`);
    if (values['plan'] === true) return { data: plans.length === 1 ? { plan: plans[0] } : { plans }, text: () => plans.map(describe).join('\n\n') };
    if (plans.some((plan) => plan.price !== 'free') && values['yes'] !== true) {
      throw fail('invalid', 'This target may cost money.', { hint: 'Look at --plan, then add --yes.' });
    }
    const jobs = await workbench.launch.launchAll(plans, signal);
    if (values['detach'] === true) return answer(jobs, context);
    return attached(jobs, context);
  },
};

async function answer(jobs: readonly Job[], { workbench, signal }: Context, exitCode: number = exitCodes.done): Promise<Answer> {
  const [job] = jobs;
  const parent = jobs.length > 1 && job?.parentId ? await workbench.jobs.job(job.parentId, signal) : undefined;
  return {
    data: parent ? { job: parent, jobs } : { job },
    text: () => jobs.map((one) => clean(`${one.id} ${one.status}`)).join('\n'),
    exitCode,
  };
}

/** The log as it comes; to stderr with --json, since stdout then holds the answer alone. An interrupt stops the jobs. */
async function attached(jobs: readonly Job[], context: Context): Promise<Answer> {
  const { workbench, signal, isJson } = context;
  const ended: Job[] = [];
  try {
    for (const job of jobs) {
      for await (const piece of workbench.logs.read(job.id, { follow: true }, signal)) {
        if (piece.kind === 'bytes') await (isJson ? context.writeError : context.write)(piece.bytes);
      }
      // What is asked of a tracker right after this command must be true.
      await workbench.jobs.told(job.id, signal);
    }
    await workbench.reconcile.run(signal);
    for (const job of jobs) ended.push(await workbench.jobs.job(job.id, signal));
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) await cancelAll(jobs, context);
    throw error;
  }
  const isGood = ended.every((job) => job.status === 'finished');
  const result = await answer(ended, context, isGood ? exitCodes.done : exitCodes.trainingFailed);
  if (isJson) return result;
  for (const job of ended) context.say(clean(`${job.id} ${endOf(job)}`));
  const { text: _, data: __, ...rest } = result;
  return rest;
}

async function cancelAll(jobs: readonly Job[], { workbench, say }: Context): Promise<void> {
  // A signal of its own: the command's has just been used.
  const { signal } = new AbortController();
  for (const job of jobs) {
    say(`stopping ${clean(job.id)}`);
    await workbench.jobs.cancel(job.id, { graceMs: cancelGraceMs }, signal);
  }
}

async function targetId({ workbench, values, signal }: Context): Promise<string> {
  const { items } = await workbench.targets.list(signal);
  const asked = textValue(values, 'target');
  if (asked === undefined) {
    const first = items[0];
    if (!first) throw fail('notFound', 'There is no target to run on.');
    return first.id;
  }
  const found = items.filter((target) => target.id === asked || target.name === asked || target.id.endsWith(`/${asked}`));
  const [only, other] = found;
  if (only && !other) return only.id;
  throw fail('invalid', `${only ? 'Several targets are' : 'No target is'} called “${asked}”.`, { hint: `Targets: ${items.map((one) => one.id).join(', ')}.` });
}

async function specsOf(context: Context, target: string): Promise<LaunchSpec[]> {
  const { values, rest, workbench, signal } = context;
  const params = pairs(listValue(values, 'param'), '--param');
  const grid = Object.fromEntries(Object.entries(pairs(listValue(values, 'grid'), '--grid')).map(([key, text]) => [key, text.split(',')]));
  const schema = await workbench.targets.optionsSchema(target, signal);
  const options = checkedInputs(schema, pairs(listValue(values, 'option'), '--option'), '--option ');
  const name = textValue(values, 'name');
  const recorders = recordersOf(context);
  const specs: LaunchSpec[] = [];
  for (const set of expandGrid(grid)) {
    const spec = await specOf(context, { ...params, ...set }, recorders);
    // What the command itself shows need not be said again.
    const told = rest === undefined ? Object.keys(set) : unusedParams(rest, set);
    const suffix = Object.entries(set).filter(([key]) => name !== undefined || told.includes(key)).map(([key, value]) => `${key}=${String(value)}`).join(' ');
    specs.push({
      ...spec,
      name: [name ?? spec.name, suffix].filter((part) => part !== '').join(' '),
      options,
      ...(recorders === undefined ? {} : { recorders }),
    });
  }
  return specs;
}

async function specOf(context: Context, params: ParamSet, recorders: readonly string[] | undefined): Promise<LaunchSpec> {
  const { workbench, values, rest, cwd, signal } = context;
  const stage = textValue(values, 'stage');
  if (stage !== undefined && rest === undefined) return stageSpec(context, stage, params);
  if (rest === undefined || rest.length === 0 || stage !== undefined) {
    throw fail('invalid', 'Give either a command after -- or a stage with --stage.', { hint: `Usage: ${noun.usage}` });
  }
  for (const key of unusedParams(rest, params)) context.say(`warning: no {${clean(key)}} in the command takes this param; it is only recorded`);
  return workbench.launch.command({ command: rest, folder: cwd, params, ...(recorders === undefined ? {} : { recorders }) }, signal);
}

async function stageSpec({ workbench, cwd, signal }: Context, asked: string, params: ParamSet): Promise<LaunchSpec> {
  const { choices } = await workbench.launch.choices(signal);
  const found = choices.filter(({ file, stage }) => stage === asked || `${path.relative(cwd, file)}:${stage}` === asked);
  const [only, other] = found;
  if (!only || other) {
    const names = choices.map(({ file, stage }) => `${path.relative(cwd, file)}:${stage}`).join(', ');
    throw fail('invalid', `${only ? 'Several stages are' : 'No stage is'} called “${asked}”.`, { hint: names === '' ? 'No stage was found here.' : `Stages: ${names}.` });
  }
  return workbench.pipelines.toLaunch(only.file, only.stage, typedParams(params, only.params), signal);
}

function recordersOf({ values }: Context): readonly string[] | undefined {
  const text = textValue(values, 'record');
  if (text === undefined) return undefined;
  return text === 'none' ? [] : text.split(',');
}

function describe(plan: Plan): string {
  return [
    `target   ${plan.target}`,
    `command  ${plan.command.join(' ')}`,
    `folder   ${plan.spec.cwd}`,
    `python   ${plan.interpreter ?? '–'}`,
    `commit   ${plan.commit ?? '–'}${plan.dirty === true ? ' (with uncommitted changes)' : ''}`,
    `record   ${recordedIn(plan.spec).join(', ') || 'nowhere'}`,
    ...(Object.keys(plan.spec.options).length === 0 ? [] : [`options  ${Object.entries(plan.spec.options).map(([key, value]) => `${key}=${String(value)}`).join(' ')}`]),
    `env      ${Object.keys(plan.env).join(' ') || '–'}`,
    `price    ${typeof plan.price === 'string' ? plan.price : `${plan.price.amount} ${plan.price.currency}`}`,
  ].map(clean).join('\n');
}

/** The trackers told beforehand, and the one in which the command itself makes its run. */
function recordedIn({ recorders, expectRun }: LaunchSpec): string[] {
  return expectRun === undefined ? [...recorders] : [...recorders, `${expectRun.source} (as ${expectRun.name})`];
}

/** The exit code, and a reason where that says more than the code. */
function endOf({ status, exitCode, reason }: Job): string {
  const saysMore = reason !== null && reason !== `Exit code ${exitCode}.`;
  return `${status}${exitCode === null ? '' : `, exit ${exitCode}`}${saysMore ? ` (${reason})` : ''}`;
}
