import { fail } from '../../core/base/fault.ts';
import type { ApprovalMirror } from '../../core/capability/approvalMirror.ts';
import type { ModelRegistry } from '../../core/capability/modelRegistry.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore } from './store/store.ts';

/** Tag of a version: for which entry of the ledger its alias was set. */
export const ledgerTag = (env: string) => `mlops.ledger.${env}`;

/** An alias of the environment's name, and beside it a tag of the version. */
export function approvalMirror(store: MlflowStore, ids: Ids, models: Required<Pick<ModelRegistry, 'setAlias' | 'setTag'>>): ApprovalMirror {
  const namesOf = async (name: string, signal: AbortSignal) => {
    const model = (await store.models(signal)).items.find((one) => one.name === name);
    if (!model) throw fail('notFound', `This source has no registered model “${name}”.`);
    return { model, versions: (await store.versions(name, signal)).items };
  };
  return {
    fieldOf: (env) => `alias ${env}`,
    async pointers(id, environments, signal) {
      const [name = ''] = ids.segments(id, 'model', 1);
      const { model, versions } = await namesOf(name, signal);
      return environments.map((env) => {
        const version = model.aliases[env] ?? null;
        return { env, version, entry: versions.find((one) => one.version === version)?.tags[ledgerTag(env)] ?? null };
      });
    },
    async point({ model, version, env, entry, expected }, signal) {
      const [name = '', number = ''] = ids.segments(version, 'modelVersion', 2);
      const { model: before, versions } = await namesOf(name, signal);
      const held = before.aliases[env] ?? null;
      if (held !== expected) throw fail('conflict', `Alias “${env}” of “${name}” points to ${held ?? 'nothing'}, not to ${expected ?? 'nothing'}: somebody moved it in the meantime.`, { hint: 'See “mlops gate --audit”.' });
      const tagged = versions.find((one) => one.version === number)?.tags[ledgerTag(env)] ?? null;
      // The tag first: an alias without it looks moved by hand.
      if (tagged !== entry) await models.setTag(version, ledgerTag(env), entry, tagged, signal);
      if (held !== number) await models.setAlias(model, env, number, expected, signal);
    },
  };
}
