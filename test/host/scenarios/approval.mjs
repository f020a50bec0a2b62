// Three people with a clone each, a pipeline and a bare remote. Ada asks in the editor, Bo decides, promotes and rolls back in the editor with his
// own key; what Cy, Ada and the pipeline do meanwhile they do with the command line.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Mlops } from '../../conformance/cli/mlops.ts';
import { Story } from '../../conformance/governance/story.ts';
import { serveActs } from '../storyActs.mjs';

const workflow = 'on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: mlops gate churn:v0.0.1 --env production\n';

/** One environment a model: the steps from one to the next are played by the suites of the command. */
const environments = { churn: ['production'], scorer: ['staging'] };

export async function play({ profile, tools }) {
  const mlops = await Mlops.make();
  const story = new Story(mlops);
  const store = { MLFLOW_TRACKING_URI: `sqlite:///${story.root}/mlflow.db` };
  // MLflow takes its time to make a store; nothing else waits for it.
  const registering = (...args) => promisify(execFile)(tools.python, [story.script, ...args], { cwd: story.root, env: { ...story.ada.env, ...store } });
  let acts;
  try {
    story.train(0.1, 'v0.0.1');
    const registered = registering('register', story.ada.git('rev-parse', 'HEAD'), `${story.root}/artifacts`);
    registered.catch(() => undefined);
    story.ada.commit({ '.github/workflows/deploy.yml': workflow }, 'Deploys what the gate lets through');
    await story.govern(environments, { deploys: true });
    for (const who of [story.ada, story.bo]) for (const [key, value] of Object.entries({ 'user.name': who.name, 'user.email': `${who.name}@example.org`, 'gpg.format': 'ssh', 'user.signingkey': who.keyFile() })) who.git('config', key, value);
    acts = await serveActs(story);
    await acts.job('churn@v0.0.1', 'approvals', 'evidence', 'churn:v0.0.1', '--env', 'production', '--report', await story.driftReport(1));
    await registered;
    // Bo's editor moves MLflow's alias, by MLflow itself.
    const settings = { 'mlops.mlflow.path': path.join(path.dirname(tools.python), 'mlflow') };
    const one = await profile({ settings, env: { ...store, MLOPS_REMOTE: `${story.root}/remote.git`, MLOPS_ACTS: acts.address } });
    await one.host({ workspace: story.ada.clone, suite: 'approvalAsked' });
    await one.host({ workspace: story.bo.clone, suite: 'approval' });
  } finally {
    acts?.close();
    story.dispose();
    await mlops.dispose();
  }
}
