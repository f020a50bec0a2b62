import { listedName } from '../../core/base/nameList.ts';
import type { DriftRoles } from '../../protocol/driftRoles.ts';

/**
 * The columns a person chose, as options of `mlops drift`. Performance is asked for as soon as target and prediction are known,
 * bias where there are groups as well. Each option and its value are one argument, so that no name is taken for an option.
 */
export function roleArguments({ target, prediction, score, time, groups }: DriftRoles): string[] {
  const isModel = target !== null && prediction !== null;
  return [
    ...Object.entries({ target, prediction, score, time }).flatMap(([option, name]) => (name === null ? [] : [`--${option}=${name}`])),
    ...(isModel ? ['--performance'] : []),
    ...(isModel && groups.length > 0 ? [...groups.map((group) => `--group=${listedName(group)}`), '--intersections'] : []),
  ];
}
