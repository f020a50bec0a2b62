// What people and pipelines do in their own clones while a suite runs in the editor: asked for by name over a loopback port.
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** @param {import('../conformance/governance/story.ts').Story} story */
export async function serveActs(story) {
  const jobs = new Map();
  const acts = {
    run: (who, ...args) => story.run(story[who], ...args),
    approve: (who, model, env) => story.approve(story[who], model, env),
    train: (rate, version) => story.train(Number(rate), version),
    /** A job of one tag keeps its clone from call to call. */
    job: async (tag, ...args) => {
      if (!jobs.has(tag)) jobs.set(tag, await story.job(tag));
      return jobs.get(tag)(...args);
    },
    driftReport: (days) => story.driftReport(Number(days)),
    /** In MLflow's store itself: its own client takes longer to start than all the rest. */
    moveAlias: (model, alias, version) => {
      const store = new DatabaseSync(path.join(story.root, 'mlflow.db'));
      const { changes } = store.prepare('UPDATE registered_model_aliases SET version = ? WHERE name = ? AND alias = ?').run(Number(version), model, alias);
      store.close();
      if (changes !== 1) throw new Error(`${changes} aliases ${alias} of ${model}`);
    },
  };
  const server = createServer(async (request, response) => {
    try {
      const [name, ...args] = JSON.parse(await textOf(request));
      if (!Object.hasOwn(acts, name)) throw new Error(`Nobody knows how to ${name}.`);
      response.end(JSON.stringify({ value: (await acts[name](...args)) ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ fault: error.stack ?? String(error) }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    job: acts.job,
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
