import type { MlflowRest } from '../../../clients/mlflow-rest/client.ts';
import { objectAt, objectsAt, pairsAt, textAt, type Wire } from '../../../clients/mlflow-rest/wire.ts';
import { fail, toFault } from '../../../core/base/fault.ts';
import { quoted } from '../store/restStore.ts';
import { jobTag, paramsTag, type MlflowWriter, type RunEnd } from './writer.ts';

const batchSize = 100;
const mostParamLength = 6000;

/** Writes through a tracking server. */
export function restWriter(rest: MlflowRest): MlflowWriter {
  async function experimentId(name: string | null, signal: AbortSignal): Promise<string> {
    if (name === null) return '0';
    const known = await byName(name, signal);
    if (known !== undefined) return known;
    try {
      return textAt(await rest.post('experiments/create', { name }, signal), 'experiment_id');
    } catch (error) {
      // Another launch may have made it in the meantime.
      const made = toFault(error).code === 'conflict' ? await byName(name, signal) : undefined;
      if (made === undefined) throw error;
      return made;
    }
  }

  async function byName(name: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const found = objectAt(await rest.get('experiments/get-by-name', { experiment_name: name }, signal), 'experiment');
      if (textAt(found, 'lifecycle_stage') === 'deleted') {
        throw fail('conflict', `The experiment “${name}” was deleted.`, { hint: 'Restore it, or launch into another one.' });
      }
      return textAt(found, 'experiment_id');
    } catch (error) {
      if (toFault(error).code === 'notFound') return undefined;
      throw error;
    }
  }

  async function runOf(runId: string, signal: AbortSignal): Promise<Wire> {
    return objectAt(await rest.get('runs/get', { run_id: runId }, signal), 'run');
  }

  async function setTags(runId: string, tags: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<void> {
    const set = Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
    for (let first = 0; first < set.length; first += batchSize) {
      await rest.post('runs/log-batch', { run_id: runId, tags: set.slice(first, first + batchSize) }, signal);
    }
    for (const [key, value] of Object.entries(tags)) {
      if (value !== null) continue;
      try {
        await rest.post('runs/delete-tag', { run_id: runId, key }, signal);
      } catch (error) {
        if (toFault(error).code !== 'notFound') throw error;
      }
    }
    const held = pairsAt(objectAt(await runOf(runId, signal), 'data'), 'tags');
    const wrong = Object.entries(tags).find(([key, value]) => (held[key] ?? null) !== value);
    if (wrong) throw fail('conflict', `The server did not keep the tag “${wrong[0]}” as it was written.`);
  }

  async function finish(end: RunEnd, signal: AbortSignal): Promise<void> {
    const run = await runOf(end.runId, signal);
    const data = objectAt(run, 'data');
    const tags = pairsAt(data, 'tags');
    const job = tags[jobTag];
    if (job === undefined) throw fail('forbidden', 'Only runs that were launched from here are ended from here.');
    await logMissingParams(end.runId, tags[paramsTag], pairsAt(data, 'params'), signal);
    await setTags(end.runId, end.tags, signal);
    await close(run, end, signal);
    // A script may have chosen another experiment than the one the run was made in.
    const experiments = objectsAt(await rest.post('experiments/search', { max_results: 1000 }, signal), 'experiments');
    const siblings = await rest.post('runs/search', {
      experiment_ids: experiments.map((one) => textAt(one, 'experiment_id')),
      filter: `tags.\`${jobTag}\` = ${quoted(job)} and attributes.status = 'RUNNING'`,
      max_results: 1000,
    }, signal);
    for (const sibling of objectsAt(siblings, 'runs')) await close(sibling, end, signal);
  }

  async function close(run: Wire, end: RunEnd, signal: AbortSignal): Promise<void> {
    const info = objectAt(run, 'info');
    // A second end of the same outcome leaves the first one's time.
    if (textAt(info, 'status') === end.status && info['end_time'] !== undefined) return;
    const runId = textAt(info, 'run_id');
    await rest.post('runs/update', { run_id: runId, status: end.status, end_time: end.endMs }, signal);
    const held = textAt(objectAt(await runOf(runId, signal), 'info'), 'status');
    // An unknown status is ignored by MLflow with a success.
    if (held !== end.status) throw fail('conflict', `The server kept the run as ${held || 'unknown'}.`);
  }

  async function logMissingParams(runId: string, json: string | undefined, held: Readonly<Record<string, string>>, signal: AbortSignal) {
    const missing = Object.entries(launchParams(json)).filter(([key]) => held[key] === undefined);
    const params = missing.map(([key, value]) => ({ key, value: value.slice(0, mostParamLength) }));
    for (let first = 0; first < params.length; first += batchSize) {
      await rest.post('runs/log-batch', { run_id: runId, params: params.slice(first, first + batchSize) }, signal);
    }
  }

  async function aliases(name: string, signal: AbortSignal): Promise<Record<string, string>> {
    const model = objectAt(await rest.get('registered-models/get', { name }, signal), 'registered_model');
    return Object.fromEntries(objectsAt(model, 'aliases').map((one) => [textAt(one, 'alias'), textAt(one, 'version')]));
  }

  async function versionTags(name: string, version: string, signal: AbortSignal): Promise<Record<string, string>> {
    return pairsAt(objectAt(await rest.get('model-versions/get', { name, version }, signal), 'model_version'), 'tags');
  }

  return {
    async createRun(run, signal) {
      const experiment = await experimentId(run.experiment, signal);
      const made = await rest.post('runs/create', {
        experiment_id: experiment,
        run_name: run.name,
        start_time: run.startMs,
        tags: Object.entries(run.tags).map(([key, value]) => ({ key, value })),
      }, signal);
      return { runId: textAt(objectAt(objectAt(made, 'run'), 'info'), 'run_id'), experimentId: experiment };
    },
    setTags,
    finish,
    async rename(runId, name, signal) {
      await rest.post('runs/update', { run_id: runId, run_name: name }, signal);
    },
    async deleteRun(runId, signal) {
      await rest.post('runs/delete', { run_id: runId }, signal);
    },
    async restoreRun(runId, signal) {
      await rest.post('runs/restore', { run_id: runId }, signal);
    },
    async register(version, signal) {
      try {
        await rest.post('registered-models/create', { name: version.name }, signal);
      } catch (error) {
        if (toFault(error).code !== 'conflict') throw error;
      }
      const made = await rest.post('model-versions/create', {
        name: version.name,
        source: version.source,
        run_id: version.runId,
        ...(version.modelId === null ? {} : { model_id: version.modelId }),
      }, signal);
      return textAt(objectAt(made, 'model_version'), 'version');
    },
    async setAlias(change, signal) {
      const before = (await aliases(change.name, signal))[change.alias] ?? null;
      if (before !== change.expected) throw moved(`Alias “${change.alias}”`, before, change.expected);
      if (change.version === null) {
        await rest.call('DELETE', 'registered-models/alias', { body: { name: change.name, alias: change.alias } }, signal);
      } else {
        await rest.post('registered-models/alias', { name: change.name, alias: change.alias, version: change.version }, signal);
      }
      const after = (await aliases(change.name, signal))[change.alias] ?? null;
      if (after !== change.version) throw moved(`Alias “${change.alias}”`, after, change.version);
    },
    async setVersionTag(change, signal) {
      const { name, version, key } = change;
      const before = (await versionTags(name, version, signal))[key] ?? null;
      if (before !== change.expected) throw moved(`Tag “${key}”`, before, change.expected);
      if (change.value === null) await rest.call('DELETE', 'model-versions/delete-tag', { body: { name, version, key } }, signal);
      else await rest.post('model-versions/set-tag', { name, version, key, value: change.value }, signal);
      const after = (await versionTags(name, version, signal))[key] ?? null;
      if (after !== change.value) throw moved(`Tag “${key}”`, after, change.value);
    },
  };
}

export function moved(what: string, held: string | null, expected: string | null) {
  const word = (value: string | null) => (value === null ? 'not set' : `“${value}”`);
  return fail('conflict', `${what} is ${word(held)}, not ${word(expected)}: somebody changed it in the meantime.`, {
    hint: 'Refresh, look at what it is now, and decide again.',
  });
}

export function launchParams(json: string | undefined): Record<string, string> {
  if (json === undefined) return {};
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
  } catch {
    return {}; // Another program's tag of the same name: nothing of ours to add.
  }
}
