import type { ModelVersion, RegisteredModel } from '../model/modelVersion.ts';

/**
 * Whether the `model:` of a monitor means this version: `NAME` its newest one, `NAME@ALIAS` (or a stage), `NAME:VERSION`; or the
 * version's own id. Names may hold both marks, so the name is looked for and not cut out.
 */
export function meansVersion(written: string, model: Pick<RegisteredModel, 'name' | 'latest'>, version: ModelVersion): boolean {
  if (written === version.id) return true;
  if (written === model.name) return model.latest?.id === version.id;
  if (!written.startsWith(model.name)) return false;
  const [mark, rest] = [written[model.name.length], written.slice(model.name.length + 1)];
  if (mark === '@') return version.aliases.includes(rest) || version.stages.includes(rest);
  return mark === ':' && version.version === rest;
}
