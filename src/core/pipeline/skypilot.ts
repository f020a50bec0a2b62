import type { RecognisedFact } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { baseName, isYaml } from './fileNames.ts';
import { recognised, type FoundStage, type KindRow, type PipelineText } from './recognised.ts';
import { entriesOf, entryAt, hasKey, isMap, keyOf, listOf, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';

const own = ['resources', 'run', 'setup', 'num_nodes', 'file_mounts'];
const telling = ['accelerators', 'infra', 'cloud', 'any_of'];
/** Every key of a task, and those of `resources` that no other tool has. Files with nothing else are SkyPilot's too. */
const keys = new Set(['name', 'workdir', 'num_nodes', 'resources', 'envs', 'secrets', 'file_mounts', 'setup', 'run', 'service', 'pool', 'volumes', 'config', 'experimental', 'event_callback', 'inputs', 'outputs', 'priority']);
const peculiar = ['use_spot', 'spot_recovery', 'job_recovery', 'ordered', 'candidates', 'disk_tier', 'network_tier', 'autostop'];
/** Keys of other tools that also have `resources` and `run`. */
const foreign = ['apiVersion', 'kind', 'on', 'jobs', 'steps', 'stages', 'services', 'version', 'type', '$schema', 'script', 'pipeline', 'tasks', 'image', 'entrypoint', 'commands', 'Resources', 'provider', 'outputs_type'];

/** A SkyPilot task, or several of them one after the other. */
export const skypilot: KindRow = {
  kind: 'skypilot',
  syntax: 'yaml',
  mostCharacters: 300_000,
  isNamed: isYaml,
  words: own,
  recognise(file) {
    if (!file.yaml || isTemplated(file.yaml)) return undefined;
    const tasks = file.yaml.roots.filter((root) => isTask(root, baseName(file.path)));
    const others = file.yaml.roots.filter((root) => root !== null && !tasks.includes(root));
    // In a chain of tasks the first document may hold the chain's name alone.
    if (tasks.length === 0 || others.some((root) => !isMap(root) || hasKey(root, ...foreign))) return undefined;
    return recognised('skypilot', { stages: tasks.flatMap((task) => stageOf(file, task)), facts: tasks.flatMap((task) => gpusOf(file, task)) });
  },
};

function isTask(root: SyntaxNode | null, name: string): boolean {
  if (!isMap(root) || hasKey(root, ...foreign)) return false;
  const resources = valueAt(root, 'resources');
  const isShaped = (!hasKey(root, 'resources') || isMap(resources) || resources === null) && (!hasKey(root, 'run') || textOf(valueAt(root, 'run')) !== undefined || valueAt(root, 'run') === null) && (!hasKey(root, 'setup') || valueAt(root, 'setup')?.kind === 'scalar');
  if (!isShaped || own.filter((key) => hasKey(root, key)).length < 2) return false;
  if (hasKey(resources, ...peculiar) || ['cpus', 'memory'].some((key) => /^\d+\+$/.test(textOf(valueAt(resources, key)) ?? ''))) return root.entries.every((entry) => keys.has(keyOf(entry)));
  return hasKey(resources, ...telling) || listOf(valueAt(resources, 'ordered')).some((one) => hasKey(one, ...telling)) || /^.*sky.*\.y.*ml$/i.test(name);
}

function stageOf(file: PipelineText, task: SyntaxNode | null): FoundStage[] {
  const name = valueAt(task, 'name');
  const text = textOf(name);
  if (name && text !== undefined) return [{ name: text, range: file.places.range(name) }];
  const first = entryAt(task, 'run') ?? entriesOf(task)[0];
  return first ? [{ name: keyOf(first), range: file.places.range(first.key) }] : [];
}

/** `A100:8`, `{A100: 8}`; a choice of several is not counted. Nodes multiply. */
function gpusOf(file: PipelineText, task: SyntaxNode | null): RecognisedFact[] {
  const entry = entryAt(valueAt(task, 'resources'), 'accelerators');
  const count = countOf(entry?.value ?? null);
  if (!entry || count === undefined) return [];
  const nodes = Number(textOf(valueAt(task, 'num_nodes')) ?? '1');
  return Number.isFinite(nodes) ? [{ fact: 'gpus', count: count * nodes, range: file.places.range(entry.key) }] : [];
}

function countOf(node: SyntaxNode | null): number | undefined {
  if (isMap(node)) return node.entries.length === 1 ? asCount(textOf(node.entries[0]?.value ?? null) ?? '1') : undefined;
  const text = textOf(node);
  if (text === undefined) return undefined;
  const colon = text.lastIndexOf(':');
  return colon < 0 ? 1 : asCount(text.slice(colon + 1));
}

function asCount(text: string): number | undefined {
  const count = Number(text);
  return Number.isFinite(count) ? count : undefined;
}
