import { fail } from '../../../core/base/fault.ts';
import type { ApprovalMirror, MirrorPointer } from '../../../core/capability/approvalMirror.ts';
import type { DvcContext } from '../context.ts';
import { modelsOf } from './catalog.ts';
import type { GtoArtifact } from './gtoState.ts';
import { modelAddress } from './modelId.ts';

const stageForm = /^[A-Za-z0-9](?:[A-Za-z0-9/_-]*[A-Za-z0-9])?$/;
const entryLine = /^mlops-ledger: ([0-9a-f]{64})$/m;

/**
 * A stage of GTO's: an annotated tag `model#stage#N` on the commit of the version. Going back is a new tag, because to take the newest
 * one away would bring back whatever was before it.
 */
export function stageMirror(ctx: DvcContext): ApprovalMirror {
  const tagsOf = async (id: string, signal: AbortSignal) => {
    const { name } = modelAddress(ctx.config.id, id);
    const found = (await modelsOf(ctx, signal)).models.find((one) => one.name === name);
    if (!found) throw fail('notFound', `No model is named ${name} here.`);
    return { name, tags: found.tags };
  };
  const repositoryOf = async (signal: AbortSignal) => {
    const repository = await ctx.repository(signal);
    if (!repository) throw fail('notFound', `${ctx.root} is in no git repository.`);
    return repository;
  };
  return {
    fieldOf: (env) => `stage ${env}`,
    async pointers(id, environments, signal) {
      const { tags } = await tagsOf(id, signal);
      return environments.map((env) => pointerOf(tags, env));
    },
    async point({ model, version, env, entry, expected }, signal) {
      if (!stageForm.test(env)) throw fail('invalid', `“${env}” cannot be the name of a stage.`, { hint: 'Letters, digits, “-”, “_” and “/”.' });
      const { branches } = ctx.machine;
      const { root } = await repositoryOf(signal);
      const remotes = await branches.remotes(root, signal);
      const remote = remotes.includes('origin') ? 'origin' : remotes.length === 1 ? remotes[0]! : null;
      const { name, tags } = await tagsOf(model, signal);
      const held = pointerOf(tags, env);
      if (held.version !== expected) throw fail('conflict', `Stage “${env}” of “${name}” is ${held.version ?? 'nowhere'}, not ${expected ?? 'nowhere'}: somebody moved it in the meantime.`, { hint: 'See “mlops gate --audit”.' });
      const { version: number } = modelAddress(ctx.config.id, version);
      if (held.version === number && held.entry === entry) return;
      const target = tags?.versions.find((one) => one.version === number);
      if (!target) throw fail('notFound', `“${name}” has no version ${number ?? ''}.`);
      const counter = 1 + Math.max(0, ...counters(tags, env));
      const tag = `${name.replaceAll(':', '=')}#${env}#${counter}`;
      await branches.addTag(root, { name: tag, commit: target.commit, message: `Assigning stage ${env} to artifact ${name} version ${number ?? ''}\n\nmlops-ledger: ${entry}` }, signal);
      if (remote !== null) await branches.pushTag(root, remote, tag, signal);
      const after = pointerOf((await tagsOf(model, signal)).tags, env);
      if (after.version !== number) throw fail('conflict', `Stage “${env}” of “${name}” is ${after.version ?? 'nowhere'} though it was just set to ${number ?? ''}.`, { hint: 'See “mlops gate --audit”.' });
    },
  };
}

function counters(tags: GtoArtifact | null, env: string): number[] {
  return (tags?.versions ?? []).flatMap(({ events }) => events.filter(({ stage }) => stage === env).map(({ counter }) => counter ?? 0));
}

function pointerOf(tags: GtoArtifact | null, env: string): MirrorPointer {
  const version = tags?.stages[env] ?? null;
  const events = tags?.versions.find((one) => one.version === version)?.events.filter(({ stage, action }) => stage === env && action === 'assign') ?? [];
  const last = events.reduce((a, b) => (a && a.createdMs > b.createdMs ? a : b), events[0]);
  return { env, version, entry: entryLine.exec(last?.message ?? '')?.[1] ?? null };
}
