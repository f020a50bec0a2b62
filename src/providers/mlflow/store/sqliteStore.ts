import { fail, toFault } from '../../../core/base/fault.ts';
import type { SeriesOptions } from '../../../core/capability/experimentSource.ts';
import { numeric } from '../../../core/model/value.ts';
import type { Clock } from '../../../core/port/clock.ts';
import type { Sqlite, SqliteDatabase, SqliteValue } from '../../../core/port/sqlite.ts';
import { decodeExperiment, decodeLoggedModel, decodeModel, decodeRun, decodeVersion, text } from './sqliteRows.ts';
import { sql } from './sqliteQueries.ts';
import { knownRevisions } from './sqliteSchema.ts';
import type { MlflowStore, RunsRequest, StoredRun } from './store.ts';

/** So many runs are read in one statement (5 ms or so), then the event loop gets its turn. */
const sliceSize = 64;
const lockedPatienceMs = 5_000;
const lockedPauseMs = 40;
/** A step is any 64-bit integer. */
const [firstStep, lastStep] = [-(2n ** 63n), 2n ** 63n - 1n] as const;

/**
 * Reads `mlflow.db` straight and read-only. The file is opened for each call and never held between two statements, so
 * a writer waits for milliseconds at most, and a replaced file is seen at once.
 */
export function sqliteStore(path: string, sqlite: Sqlite, clock: Clock): MlflowStore {
  /** Waits for a writer without blocking anything: short tries with pauses between. */
  async function patiently<T>(work: () => T, signal: AbortSignal): Promise<T> {
    const startedMs = clock.nowMs();
    for (;;) {
      signal.throwIfAborted();
      try {
        return work();
      } catch (error) {
        if (toFault(error).code !== 'locked' || clock.nowMs() - startedMs > lockedPatienceMs) throw error;
        await clock.sleep(lockedPauseMs, signal);
      }
    }
  }

  async function reading<T>(signal: AbortSignal, read: (query: Query) => Promise<T>): Promise<T> {
    const database = await patiently(() => open(path, sqlite), signal);
    try {
      return await read((statement, ...parameters) => patiently(() => database.rows(statement, ...parameters), signal));
    } catch (error) {
      throw isUnexplained(error) ? halfMlflow(path) : error;
    } finally {
      database.close();
    }
  }

  async function runsById(query: Query, ids: readonly string[]): Promise<StoredRun[]> {
    const runs: StoredRun[] = [];
    for (let first = 0; first < ids.length; first += sliceSize) {
      if (first > 0) await nextTurn();
      for (const row of await query(sql.runs, JSON.stringify(ids.slice(first, first + sliceSize)))) runs.push(decodeRun(row));
    }
    return runs;
  }

  async function runPage(query: Query, request: RunsRequest) {
    const scope: SqliteValue[] = [JSON.stringify(request.experimentIds.map(Number))];
    if (request.parent !== undefined) scope.push(request.parent);
    const hasParent = request.parent !== undefined;
    const after = request.cursor === undefined ? undefined : cursorOf(request.cursor);
    const found = await query(
      sql.runIds(hasParent, after !== undefined),
      ...scope,
      ...(after ? [after.startMs, after.startMs, after.runId] : []),
      request.pageSize + 1,
    );
    const count = await query(sql.runCount(hasParent), ...scope);
    await nextTurn();
    const page = found.slice(0, request.pageSize);
    const last = found.length > request.pageSize ? page.at(-1) : undefined;
    const runs = await runsById(query, page.map((row) => text(row[0])));
    return {
      // A run may be deleted between the list and its details.
      runs: runs.filter((run) => !run.isDeleted),
      total: Number(count[0]?.[0] ?? 0),
      ...(last ? { next: `${Number(last[1])}/${text(last[0])}` } : {}),
    };
  }

  async function oneRun(query: Query, runId: string): Promise<StoredRun> {
    const [run] = await runsById(query, [runId]);
    if (!run) throw fail('notFound', `This store has no run ${runId}.`);
    return run;
  }

  async function points(query: Query, runId: string, key: string, options: SeriesOptions) {
    const scope = [runId, key, options.fromStep ?? firstStep, options.toStep ?? lastStep] as const;
    const count = Number((await query(sql.pointCount, ...scope))[0]?.[0] ?? 0);
    const most = options.maxPoints === undefined ? count : Math.max(2, options.maxPoints);
    // The last point comes on top of every n-th one, so there is one place less to share.
    const every = count <= most ? 1 : Math.ceil((count - 1) / (most - 1));
    const rows = await query(sql.points, ...scope, every, count);
    return {
      key,
      steps: rows.map((row) => Number(row[0])),
      values: rows.map((row) => (row[2] ? 'NaN' : numeric(Number(row[1])))),
      timestamps: rows.map((row) => Number(row[3])),
      ...(every > 1 ? { sampled: true } : {}),
    };
  }

  return {
    describe: (signal) => reading(signal, async (query) => `schema revision ${text((await query(sql.revision))[0]?.[0])}`),
    experiments: (signal) => reading(signal, async (query) => ({ items: (await query(sql.experiments)).map(decodeExperiment) })),
    runs: (request, signal) => reading(signal, (query) => runPage(query, request)),
    run: (runId, signal) => reading(signal, (query) => oneRun(query, runId)),
    metricKeys: (runId, signal) => reading(signal, async (query) => {
      await oneRun(query, runId);
      return (await query(sql.metricKeys, runId)).map((row) => text(row[0]));
    }),
    history: (runId, key, options, signal) => reading(signal, (query) => points(query, runId, key, options)),
    models: (signal) => reading(signal, async (query) => ({ items: (await query(sql.models)).map(decodeModel) })),
    versions: (name, signal) => reading(signal, async (query) => {
      const rows = await (name === undefined ? query(sql.versions(false)) : query(sql.versions(true), name));
      return { items: rows.map(decodeVersion) };
    }),
    loggedModel: (modelId, signal) => reading(signal, async (query) => {
      const [row] = await query(sql.loggedModel, modelId);
      if (!row) throw fail('notFound', `This store has no logged model ${modelId}.`);
      return decodeLoggedModel(row);
    }),
    invalidate: () => undefined, // Nothing is kept.
  };
}

type Query = (statement: string, ...parameters: SqliteValue[]) => Promise<SqliteValue[][]>;

/** Opens the store if its schema is one this reader knows. */
function open(path: string, sqlite: Sqlite): SqliteDatabase {
  const database = sqlite.openReadOnly(path);
  try {
    const revisions = database.rows(sql.revision).map((row) => text(row[0]));
    const unknown = revisions.length === 0 ? '' : revisions.find((one) => !knownRevisions.has(one));
    if (unknown !== undefined) throw unknownRevision(path, unknown);
    return database;
  } catch (error) {
    database.close();
    throw isUnexplained(error) ? notMlflow(path) : error;
  }
}

/** A table or a column that is not there, as the port says it: only the reader knows what that means. */
function isUnexplained(error: unknown): boolean {
  const { code, hint } = toFault(error);
  return code === 'schema' && !hint;
}

function unknownRevision(path: string, revision: string): Error {
  return fail('schema', `${path} was written by an MLflow this reader does not know (schema revision ${revision || 'none'}).`, {
    hint: 'Start a local tracking server for it, or connect to one: the server reads its own schema.',
    at: { path },
    actionId: 'startServer',
  });
}

function notMlflow(path: string): Error {
  return fail('schema', `${path} is a SQLite database, but not one of MLflow.`, { hint: 'Correct the path of this connection.', at: { path } });
}

function halfMlflow(path: string): Error {
  return fail('schema', `${path} says it is a store of MLflow, but lacks some of its tables.`, {
    hint: 'Restore it from a backup: MLflow’s own upgrade may have been cut short.',
    at: { path },
  });
}

function cursorOf(cursor: string): { startMs: number; runId: string } {
  const slash = cursor.indexOf('/');
  const startMs = Number(cursor.slice(0, slash));
  if (slash < 1 || !Number.isFinite(startMs)) throw fail('invalid', 'That is no page of this list.');
  return { startMs, runId: cursor.slice(slash + 1) };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
