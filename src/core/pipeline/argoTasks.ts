import type { RecognisedFact } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import type { FoundStage, PipelineText } from './recognised.ts';
import { hasKey, keyOf, entriesOf, listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';

/** `spec` of a workflow: that of a cron workflow stands one level deeper. */
export function workflowSpec(root: SyntaxNode): SyntaxNode | null {
  return valueAt(root, 'spec', 'workflowSpec') ?? valueAt(root, 'spec');
}

/** Tasks or steps of the entry template; where it has none, all templates by name. */
export function workflowStages(file: PipelineText, spec: SyntaxNode | null): FoundStage[] {
  const templates = listOf(valueAt(spec, 'templates'));
  const entry = textAt(spec, 'entrypoint');
  const first = templates.find((template) => entry !== undefined && textAt(template, 'name') === entry);
  const own = first ? stepsOf(file, first) : [];
  if (own.length > 0) return own;
  const many = templates.flatMap((template) => stepsOf(file, template));
  if (first === undefined && many.length > 0) return many;
  return templates.flatMap((template) => named(file, template));
}

function stepsOf(file: PipelineText, template: SyntaxNode): FoundStage[] {
  const tasks = listOf(valueAt(template, 'dag', 'tasks'));
  // Steps are a list of lists: what stands in one inner list runs side by side.
  const steps = listOf(valueAt(template, 'steps')).flatMap((group) => (group.kind === 'list' ? group.items : [group]));
  return [...tasks, ...steps].flatMap((one) => named(file, one));
}

function named(file: PipelineText, node: SyntaxNode): FoundStage[] {
  const name = valueAt(node, 'name');
  const text = textOf(name);
  return name && text !== undefined ? [{ name: text, range: file.places.range(name) }] : [];
}

/** Templates that wait for a person: `suspend` without a time. */
export function suspensions(file: PipelineText, spec: SyntaxNode | null): RecognisedFact[] {
  return listOf(valueAt(spec, 'templates')).flatMap((template) => {
    const entry = entriesOf(template).find((one) => keyOf(one) === 'suspend');
    return entry && !hasKey(entry.value, 'duration') ? [{ fact: 'by-hand', range: file.places.range(entry.key) }] : [];
  });
}
