import { Emitter } from '../../../core/base/event.ts';
import type { Disposable } from '../../../core/base/disposable.ts';
import type { Watchable } from '../../../core/capability/experimentSource.ts';
import type { DvcContext } from '../context.ts';

/** Fires for commits, branches, experiments, the queue and live steps. Watches named files and single folders only. */
export function watchProject(context: DvcContext): Watchable & Disposable {
  const changed = new Emitter<void>();
  const abort = new AbortController();
  let watching: Disposable | undefined;
  let isStarted = false;

  async function start(): Promise<void> {
    const exps = `${context.root}/.dvc/tmp/exps`;
    const repository = await context.repository(abort.signal);
    if (abort.signal.aborted) return;
    const git = repository
      ? [`${repository.gitDir}/HEAD`, ...['refs/heads', 'refs/tags', 'refs/exps', 'packed-refs', 'logs/refs/exps', 'reftable', 'logs/HEAD'].map((name) => `${repository.commonDir}/${name}`)]
      : [];
    const queue = ['run', 'celery/broker/in', 'celery/broker/processed', 'celery/result'].map((name) => `${exps}/${name}`);
    const live = [`${exps}/run/DVCLIVE_STEP_COMPLETED`, `${exps}/run/DVCLIVE_ONLY`];
    watching = context.machine.files.watch([...git, ...queue, ...live], () => changed.fire());
  }

  return {
    onDidChange(listener) {
      if (!isStarted) {
        isStarted = true;
        start().catch((error: unknown) => context.machine.log.warn(`DVC files cannot be watched: ${String(error)}`));
      }
      return changed.event(listener);
    },
    dispose() {
      abort.abort();
      watching?.dispose();
      changed.dispose();
    },
  };
}
