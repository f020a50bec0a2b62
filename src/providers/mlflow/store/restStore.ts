import type { MlflowRest } from '../../../clients/mlflow-rest/client.ts';
import { msAt, objectAt, objectsAt, textAt, type Wire } from '../../../clients/mlflow-rest/wire.ts';
import { fail, toFault } from '../../../core/base/fault.ts';
import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import { metricValue } from './flat.ts';
import { decodeExperiment, decodeLoggedModel, decodeModel, decodeRun, decodeVersion } from './restRows.ts';
import { seriesOf, type Point } from './sample.ts';
import type { MlflowStore, RunsPage, RunsRequest } from './store.ts';

const promptTag = 'mlflow.prompt.is_prompt';
const mostSampled = 2500;
const historyPage = 25_000;
const versionPage = 10_000;
const slowPageMs = 120_000;
/** A server takes the same time a run whatever the page; parsing more at a stretch would hold up the editor's host. */
const runsPage = 400;

/** Reads a tracking server over REST. */
export function restStore(rest: MlflowRest): MlflowStore {
  /** All pages of a list. */
  async function all(read: (token: string | undefined) => Promise<Wire>, key: string): Promise<Wire[]> {
    const items: Wire[] = [];
    const tokens = new Set<string>();
    for (let token: string | undefined; ; ) {
      const page = await read(token);
      items.push(...objectsAt(page, key));
      token = textAt(page, 'next_page_token') || undefined;
      if (token === undefined || tokens.has(token)) return items;
      tokens.add(token);
    }
  }

  async function runs(request: RunsRequest, signal: AbortSignal): Promise<RunsPage> {
    if (request.experimentIds.length === 0) return { runs: [], total: 0 };
    const answer = await rest.call('POST', 'runs/search', {
      body: {
        experiment_ids: request.experimentIds,
        run_view_type: 'ACTIVE_ONLY',
        max_results: Math.min(request.pageSize, runsPage),
        order_by: ['attributes.start_time DESC'],
        ...(request.parent === undefined ? {} : { filter: `tags.\`mlflow.parentRunId\` = ${quoted(request.parent)}` }),
        ...(request.cursor === undefined ? {} : { page_token: request.cursor }),
      },
      timeoutMs: slowPageMs,
    }, signal);
    const next = textAt(answer, 'next_page_token');
    // What has no id is no run.
    return { runs: objectsAt(answer, 'runs').map(decodeRun).filter((run) => run.runId !== ''), total: null, ...(next ? { next } : {}) };
  }

  async function exactPoints(runId: string, key: string, signal: AbortSignal): Promise<Point[]> {
    const metrics = await all((token) => rest.get('metrics/get-history', {
      run_id: runId, metric_key: key, max_results: historyPage, page_token: token,
    }, signal), 'metrics');
    return metrics.map(pointOf);
  }

  async function sampledPoints(runId: string, key: string, options: SeriesOptions, signal: AbortSignal): Promise<Point[] | undefined> {
    const most = Math.min(mostSampled, Math.max(2, options.maxPoints ?? mostSampled));
    try {
      const answer = await rest.get('metrics/get-history-bulk-interval', {
        run_ids: [runId],
        metric_key: key,
        max_results: most,
        start_step: options.fromStep,
        // The server wants both ends or none.
        end_step: options.toStep ?? (options.fromStep === undefined ? undefined : Number.MAX_SAFE_INTEGER),
      }, signal);
      return objectsAt(answer, 'metrics').map(pointOf);
    } catch (error) {
      const { code } = toFault(error);
      if (code === 'notFound' || code === 'invalid') return undefined; // An older server: read all and thin here.
      throw error;
    }
  }

  async function history(runId: string, key: string, options: SeriesOptions, signal: AbortSignal) {
    if (options.maxPoints === undefined) return seriesOf(key, await exactPoints(runId, key, signal), options);
    const sampled = await sampledPoints(runId, key, options, signal);
    if (!sampled) return seriesOf(key, await exactPoints(runId, key, signal), options);
    const isThinned = sampled.length >= Math.min(mostSampled, Math.max(2, options.maxPoints));
    const last = isThinned && options.toStep === undefined ? await lastPoint(runId, key, signal) : undefined;
    const hasLast = !last || sampled.some((point) => point.step === last.step && point.timestampMs === last.timestampMs);
    const series = seriesOf(key, hasLast ? sampled : [...sampled, last], options);
    return isThinned ? { ...series, sampled: true } : series;
  }

  async function rawRun(runId: string, signal: AbortSignal): Promise<Wire> {
    const run = objectAt(await rest.get('runs/get', { run_id: runId }, signal), 'run');
    if (textAt(objectAt(run, 'info'), 'run_id') === '') throw fail('notFound', `This server has no run ${runId}.`);
    return run;
  }

  async function lastPoint(runId: string, key: string, signal: AbortSignal): Promise<Point | undefined> {
    const metrics = objectsAt(objectAt(await rawRun(runId, signal), 'data'), 'metrics');
    const found = metrics.find((metric) => textAt(metric, 'key') === key);
    return found ? pointOf(found) : undefined;
  }

  return {
    async describe(signal) {
      await rest.post('experiments/search', { max_results: 1 }, signal);
      const version = await rest.send({ method: 'GET', url: `${rest.uri}/version` }, signal).then(
        (response) => new TextDecoder().decode(response.body).trim(),
        () => '', // Servers behind a proxy may not show it; that they answered is enough.
      );
      return /^\d+\.\d+[\w.]*$/.test(version) ? `MLflow ${version}` : 'MLflow server';
    },
    async experiments(signal) {
      const found = await all((token) => rest.post('experiments/search', {
        max_results: 1000, view_type: 'ACTIVE_ONLY', ...(token === undefined ? {} : { page_token: token }),
      }, signal), 'experiments');
      return { items: found.map(decodeExperiment) };
    },
    runs,
    run: async (runId, signal) => decodeRun(await rawRun(runId, signal)),
    async metricKeys(runId, signal) {
      return Object.keys(decodeRun(await rawRun(runId, signal)).metrics).sort();
    },
    history,
    async models(signal) {
      const found = await all((token) => rest.get('registered-models/search', { max_results: 1000, page_token: token }, signal), 'registered_models');
      return { items: found.map(decodeModel).filter((model) => model.tags[promptTag] !== 'true') };
    },
    async versions(name, signal) {
      const filter = name === undefined ? undefined : `name = ${quoted(name)}`;
      const found = await all((token) => rest.get('model-versions/search', { max_results: versionPage, filter, page_token: token }, signal), 'model_versions');
      return { items: found.map(decodeVersion).filter((version) => version.tags[promptTag] !== 'true').sort(byNameThenNewest) };
    },
    loggedModel: async (modelId, signal) => decodeLoggedModel(await rest.get(`logged-models/${encodeURIComponent(modelId)}`, undefined, signal)),
    invalidate: () => undefined, // Nothing is kept.
  };
}

function pointOf(metric: Wire): Point {
  return { step: msAt(metric, 'step') ?? 0, value: metricValue(metric['value'] ?? 0), timestampMs: msAt(metric, 'timestamp') ?? 0 };
}

function byNameThenNewest(a: { name: string; version: string }, b: { name: string; version: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : Number(b.version) - Number(a.version);
}

/** A text in MLflow's filter language, which knows two quotes and no escape. */
export function quoted(value: string): string {
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  throw fail('unsupported', 'A name that holds both kinds of quotes cannot be asked for over REST.');
}
