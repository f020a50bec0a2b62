import type { SubmitExtras } from '../../../core/capability/jobTarget.ts';
import { fail } from '../../../core/base/fault.ts';
import { isSecretName } from '../../../core/log/secretName.ts';
import type { Job } from '../../../core/model/job.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { maskArguments } from '../../../io/redact.ts';
import { supervisorFile } from '../bundle.ts';
import type { SupervisorSpec } from '../supervisor/spec.ts';
import { withoutEditor } from './environment.ts';
import type { PreparedPlan } from './plan.ts';
import type { JobRecord } from './record.ts';
import { stopJob } from './stop.ts';
import type { JobStore } from './store.ts';

const startTimeoutMs = 30_000;
const pollMs = 20;

/** Starts the supervisor and answers once it is at work. The same key, from any process, gives the same job. */
export async function submitJob(
  machine: Machine,
  store: JobStore,
  prepared: PreparedPlan,
  key: string,
  extras: SubmitExtras,
  signal: AbortSignal,
): Promise<Job> {
  const bundle = await supervisorFile(machine);
  const record = recordOf(machine, prepared, extras);
  await store.ensureRoot();
  const holder = await store.claim(key, record.native);
  if (holder !== record.native) return existing(machine, store, holder);
  if (await store.read(record.native)) return existing(machine, store, record.native);
  const ahead = await jobsAhead(store, prepared);
  const folder = await store.create(record);
  const env = { ...withoutEditor(machine.env), ...prepared.env, ...extras.env };
  const spec: SupervisorSpec = {
    command: prepared.plan.spec.command,
    cwd: prepared.plan.spec.cwd,
    env,
    after: ahead,
    stopSignal: prepared.plan.spec.options['stopSignal'] === 'SIGINT' ? 'SIGINT' : 'SIGTERM',
    finish: extras.finish,
    mirror: { workspace: record.folder, name: `${record.native}.json`, job: { ...record.job, log: `${folder}/spool` } },
  };
  const editorNames = Object.keys(machine.env).filter((name) => !(name in withoutEditor(machine.env)));
  const removed = Object.fromEntries([...editorNames, 'MLOPS_JOB_ID'].map((name) => [name, undefined]));
  const supervisor = machine.process.spawn([process.execPath, bundle, folder], {
    cwd: folder,
    // The editor's own program runs as plain Node with this set; plain Node does not mind.
    env: { ...removed, ELECTRON_RUN_AS_NODE: '1' },
    stdin: JSON.stringify(spec),
    detached: true,
  });
  try {
    return await started(machine, store, record.native, supervisor.exited, signal);
  } catch (error) {
    // Should it come up after all, it finds the wish to stop and runs nothing.
    await store.requestStop(record.native, 0);
    // Whoever interrupts a launch is told so when nothing of it runs any more.
    if (signal.aborted) await stopJob(machine, store, record.native, 0, new AbortController().signal);
    throw error;
  }
}

async function existing(machine: Machine, store: JobStore, native: string): Promise<Job> {
  let stored = await store.read(native);
  // The process that holds the key may be making the job's folder just now.
  for (let attempt = 0; !stored && attempt < 50; attempt += 1) {
    await machine.clock.sleep(100);
    stored = await store.read(native);
  }
  if (!stored) throw fail('conflict', 'This launch was submitted before, and its job is being made or was removed.', { hint: 'Look at the list of jobs.' });
  return store.job(stored);
}

async function started(machine: Machine, store: JobStore, native: string, exited: Promise<unknown>, signal: AbortSignal): Promise<Job> {
  let hasExited = false;
  const note = () => {
    hasExited = true;
  };
  exited.then(note, note);
  const untilMs = machine.clock.nowMs() + startTimeoutMs;
  for (;;) {
    const wasOver = hasExited;
    const stored = await store.read(native);
    if (stored && (stored.exit ?? (stored.state !== null && stored.state.phase !== 'starting'))) return store.job(stored);
    if (wasOver) throw fail('internal', 'The supervisor of the job ended before it started the command.', { hint: `See ${store.folderOf(native)}.` });
    if (machine.clock.nowMs() > untilMs) throw fail('timeout', `The job did not start within ${startTimeoutMs / 1000} s.`);
    await machine.clock.sleep(pollMs, signal);
  }
}

/** With the option `queue`: every job that is not over and shares a device with this one. */
async function jobsAhead(store: JobStore, prepared: PreparedPlan): Promise<string[]> {
  if (prepared.plan.spec.options['queue'] !== true) return [];
  const active = await store.active();
  return active.filter(({ record }) => sharesDevice(record.devices, prepared.devices)).map(({ record }) => store.folderOf(record.native));
}

export function sharesDevice(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 && other.length === 0) return true;
  return one.some((device) => other.includes(device));
}

/** Short values would mask ordinary words of the command. */
function secretValues(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).filter(([name, value]) => isSecretName(name) && value.length >= 4).map(([, value]) => value);
}

function recordOf(machine: Machine, { plan, devices }: PreparedPlan, extras: SubmitExtras): JobRecord {
  const { spec } = plan;
  const submittedAt = new Date(machine.clock.nowMs()).toISOString();
  return {
    version: 1,
    native: plan.planId,
    folder: spec.folder,
    cwd: spec.cwd,
    recorded: extras.recorded ?? [],
    expects: spec.expectRun ?? null,
    commit: plan.commit,
    dirty: plan.dirty,
    interpreter: plan.interpreter,
    devices,
    job: {
      id: plan.jobId ?? plan.planId,
      name: spec.name,
      target: plan.target,
      status: 'preparing',
      attempt: 1,
      command: maskArguments(spec.command, secretValues({ ...spec.env, ...extras.env })),
      runs: extras.runs,
      parentId: extras.parentId ?? null,
      resources: { ...spec.resources, gpus: devices },
      snapshot: null,
      submittedAt,
      startedAt: null,
      endedAt: null,
      exitCode: null,
      signal: null,
      reason: null,
      logBytes: null,
      url: null,
    },
  };
}
