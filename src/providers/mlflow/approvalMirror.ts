import { fail } from '../../core/base/fault.ts';
import type { ApprovalMirror } from '../../core/capability/approvalMirror.ts';
import type { ModelRegistry } from '../../core/capability/modelRegistry.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore } from './store/store.ts';

/** Tag of a version: for which entry of the ledger its alias was set. */
export const ledgerTag = (env: string) => `mlops.ledger.${env}`;
/** And for whichever was decided last, for tools that know no environments. Nothing is read from it. */
const lastTag = 'mlops.ledger';

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
      const tags = versions.find((one) => one.version === number)?.tags ?? {};
      // The tags first: an alias without them looks moved by hand.
      for (const tag of [ledgerTag(env), lastTag]) {
        const tagged = tags[tag] ?? null;
        if (tagged !== entry) await models.setTag(version, tag, entry, tagged, signal);
      }
      if (held !== number) await models.setAlias(model, env, number, expected, signal);
    },
  };
}
