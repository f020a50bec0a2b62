import { fail } from '../../core/base/fault.ts';
import type { ModelVersion, RegisteredModel } from '../../core/model/modelVersion.ts';
import { meansVersion } from '../../core/monitor/modelReference.ts';
import { nearKeys } from '../../core/filter/near.ts';
import { allPages } from '../gather.ts';
import type { Models } from '../models.ts';

export interface FoundVersion {
  readonly model: RegisteredModel;
  readonly version: ModelVersion;
}

/**
 * The version that a person means: `MODEL` (its newest), `MODEL:VERSION`, `MODEL@ALIAS` (or a stage), or an id. Throws `notFound`, and
 * `invalid` where several registries have one of that name.
 */
export async function findVersion(models: Models, written: string, signal: AbortSignal): Promise<FoundVersion> {
  const { items, problems } = await models.list(signal);
  const near = items.filter(({ name, id }) => written === id || written === name || written.startsWith(`${name}:`) || written.startsWith(`${name}@`) || written.startsWith(id.replace(':model/', ':modelVersion/')));
  const found: FoundVersion[] = [];
  for (const model of near) {
    if (written === model.id && model.latest) found.push({ model, version: model.latest });
    else {
      const { items: versions } = await allPages((request) => models.versions(model.id, request, signal));
      found.push(...versions.filter((version) => meansVersion(written, model, version)).slice(0, 1).map((version) => ({ model, version })));
    }
  }
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) {
    throw fail('invalid', `“${written}” is in several registries.`, { hint: `Name it by its id: ${found.map(({ version }) => version.id).join(' or ')}.` });
  }
  const [failed] = problems;
  // A registry that did not answer may be the one that has it.
  if (failed) throw fail(failed.code, failed.message, failed.hint === null ? {} : { hint: failed.hint });
  if (near.length > 0) {
    throw fail('notFound', `There is no version “${written}”.`, { hint: near[0]!.latest === null ? `“${near[0]!.name}” has no version yet.` : `The newest version of “${near[0]!.name}” is ${near[0]!.latest.version}.` });
  }
  const like = nearKeys(written.replace(/[:@][^:@]*$/, ''), items.map(({ name }) => name));
  throw fail('notFound', `There is no model “${written}” in any registry of this folder.`, { hint: like.length > 0 ? `Did you mean ${like.join(' or ')}?` : 'See “mlops models”.' });
}
