import { fail } from '../../core/base/fault.ts';
import type { ModelRegistry } from '../../core/capability/modelRegistry.ts';
import { checkedArtifactPath } from './artifactRoot.ts';
import { versionContents, type ContentsAt } from './contents.ts';
import type { Ids } from './ids.ts';
import { pythonModelOf } from './pythonModel.ts';
import type { Registered } from './registered.ts';
import type { MlflowStore, StoredVersion } from './store/store.ts';
import { toRegistered, toVersion, type Context } from './toModel.ts';
import type { MlflowWriter } from './write/writer.ts';

const loggedModelForm = /^(?:models:\/)?(m-[0-9a-f]{32})$/;

export interface ModelsOptions {
  readonly store: MlflowStore;
  readonly registered: Registered;
  readonly ids: Ids;
  readonly context: () => Context;
  readonly contentsAt: ContentsAt;
  readonly writer: (signal: AbortSignal) => Promise<MlflowWriter>;
  readonly env: () => Promise<Readonly<Record<string, string>>>;
}

/** Registered models with their aliases joined. Writes compare first, then set, then read back. */
export function modelRegistry({ store, registered, ids, context, contentsAt, writer, env }: ModelsOptions): Required<ModelRegistry> {
  async function modelOf(name: string, signal: AbortSignal) {
    const model = (await store.models(signal)).items.find((one) => one.name === name);
    if (!model) throw fail('notFound', `This source has no registered model “${name}”.`);
    return model;
  }

  return {
    async models(_request, signal) {
      const [models, versions] = await Promise.all([store.models(signal), store.versions(undefined, signal)]);
      const byName = new Map<string, StoredVersion[]>();
      for (const version of versions.items) {
        const known = byName.get(version.name);
        if (known) known.push(version);
        else byName.set(version.name, [version]);
      }
      // What is broken among a model’s versions is told with them.
      return {
        ...models,
        items: models.items.map((model) => toRegistered(model, byName.get(model.name) ?? [], context())),
        total: models.items.length,
      };
    },
    async versions(model, _request, signal) {
      const [name = ''] = ids.segments(model, 'model', 1);
      const [stored, versions] = await Promise.all([modelOf(name, signal), store.versions(name, signal)]);
      return { ...versions, items: versions.items.map((one) => toVersion(one, stored, context())), total: versions.items.length };
    },
    async register(run, artifact, name, signal) {
      const native = ids.nativeRun(run);
      const modelId = loggedModelForm.exec(artifact)?.[1] ?? null;
      const path = modelId === null ? checkedArtifactPath(artifact) : '';
      if (modelId === null && path === '') throw fail('invalid', 'Name the model’s artifact path, or a logged model of the run.');
      const stored = await store.run(native, signal);
      if (modelId !== null && !stored.modelIds.includes(modelId)) {
        throw fail('invalid', `That run has no logged model ${modelId}.`);
      }
      const source = modelId === null ? `${stored.artifactUri ?? `runs:/${native}/artifacts`}/${path}` : `models:/${modelId}`;
      const version = await (await writer(signal)).register({ name, source, runId: native, modelId }, signal);
      registered.invalidate();
      const [model, versions] = await Promise.all([modelOf(name, signal), store.versions(name, signal)]);
      const made = versions.items.find((one) => one.version === version);
      if (!made) throw fail('conflict', `Version ${version} of “${name}” was made but cannot be read back.`);
      return toVersion(made, model, context());
    },
    async setAlias(model, alias, version, expected, signal) {
      const [name = ''] = ids.segments(model, 'model', 1);
      await (await writer(signal)).setAlias({ name, alias, version, expected }, signal);
    },
    async setTag(version, key, value, expected, signal) {
      const [name = '', number = ''] = ids.segments(version, 'modelVersion', 2);
      await (await writer(signal)).setVersionTag({ name, version: number, key, value, expected }, signal);
      registered.invalidate();
    },
    async contents(version, signal) {
      const [name = '', number = ''] = ids.segments(version, 'modelVersion', 2);
      const found = (await store.versions(name, signal)).items.find((one) => one.version === number);
      if (!found) throw fail('notFound', `“${name}” has no version ${number}.`);
      return versionContents(store, found, contentsAt, signal);
    },
    pythonModel: (reference, signal) => pythonModelOf(reference, { store, ids, env }, signal),
  };
}
