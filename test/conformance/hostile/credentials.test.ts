import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missing } from '../../support/tools.ts';
import { faultServer, type FaultServer, type Handler } from '../../servers/faultServer.ts';
import { Mlops } from '../cli/mlops.ts';

const token = 'entered-for-mine';
const basic = `Basic ${Buffer.from('u:entered-too').toString('base64')}`;

/** Enough of a tracker for a list of no runs. */
const emptyTracker: Handler = (request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(request.url?.endsWith('/version') ? '3.17.2' : '{}');
};

describe.skipIf(missing('node'))('a credential reaches only the origin it was entered for', () => {
  let mlops: Mlops;
  let mine: FaultServer;
  let theirs: FaultServer;
  let folder: string;
  beforeAll(async () => {
    mlops = await Mlops.make();
    mine = await faultServer(emptyTracker);
    theirs = await faultServer(emptyTracker);
    folder = await mlops.folder();
    const file = path.join(mlops.scratch, 'config/mlops/credentials.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ [mine.origin]: { kind: 'bearer', token } }));
    await chmod(file, 0o600);
  });
  beforeEach(() => {
    for (const server of [mine, theirs]) {
      server.seen.length = 0;
      server.headers.length = 0;
      server.handler = emptyTracker;
    }
  });
  afterAll(async () => {
    await mine.close();
    await theirs.close();
    await mlops.dispose();
  });

  /** The committed file as a pull request would change it: the same id and label, another address. */
  const connectTo = async (uri: string) => {
    await mkdir(path.join(folder, '.mlops'), { recursive: true });
    await writeFile(path.join(folder, '.mlops/sources.yaml'), `sources:\n  - id: team\n    provider: mlflow\n    label: Team\n    uri: ${JSON.stringify(uri)}\n`);
  };
  const readAll = async (env: NodeJS.ProcessEnv = {}) => {
    const answers = [];
    for (const noun of ['status', 'runs', 'models', 'datasets', 'experiments']) answers.push(await mlops.json([noun, '--source', 'team'], folder, env));
    return answers;
  };
  const sentTo = (server: FaultServer) => server.headers.flatMap((headers) => [headers.authorization, headers.cookie, headers['proxy-authorization']]).filter((one) => one !== undefined);

  it('its own server gets it', async () => {
    await connectTo(mine.origin);
    for (const answer of await readAll()) expect(answer.code).toBe(0);
    expect(mine.seen.length).toBeGreaterThan(4);
    expect(new Set(sentTo(mine))).toEqual(new Set([`Bearer ${token}`]));
  });

  it.each([
    ['another port', () => theirs.origin],
    ['another name of the same machine', () => mine.origin.replace('127.0.0.1', 'localhost')],
    ['a path that holds the other address', () => `${theirs.origin}/${encodeURIComponent(mine.origin)}`],
    ['another scheme in capitals', () => theirs.origin.replace('http', 'HTTP')],
  ])('a changed sources.yaml: %s', async (_name, address) => {
    await connectTo(address());
    await readAll();
    expect(theirs.seen.length + mine.seen.length).toBeGreaterThan(4);
    expect([...sentTo(mine), ...sentTo(theirs)]).toEqual([]);
  });

  it('an address with the other server as its user name is refused as a secret', async () => {
    await connectTo(`http://127.0.0.1:${mine.port}@127.0.0.1:${theirs.port}/`);
    const { problems } = await mlops.json(['status'], folder);
    expect(problems.some(({ source }) => source.endsWith('sources.yaml'))).toBe(true);
    expect([...mine.seen, ...theirs.seen]).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) to another origin takes neither credential nor question along', async (status) => {
    await connectTo(mine.origin);
    mine.handler = (request, response) => void response.writeHead(status, { Location: `${theirs.origin}${request.url ?? ''}` }).end();
    for (const answer of await readAll()) expect([0, 3]).toContain(answer.code);
    expect(sentTo(mine)).toContain(`Bearer ${token}`);
    expect(sentTo(theirs)).toEqual([]);
    expect(theirs.seen.filter((one) => one.startsWith('POST'))).toEqual([]);
  });

  it('the tracker’s own variables go to the address they name, whatever sources.yaml says', async () => {
    const env = { MLFLOW_TRACKING_URI: theirs.origin, MLFLOW_TRACKING_USERNAME: 'u', MLFLOW_TRACKING_PASSWORD: 'entered-too' };
    await connectTo(`${mine.origin}/elsewhere`);
    await readAll(env);
    expect(new Set(sentTo(mine))).toEqual(new Set([`Bearer ${token}`]));
    await connectTo(theirs.origin);
    await readAll(env);
    expect(new Set(sentTo(theirs))).toEqual(new Set([basic]));
  });

  it('no answer, problem or log line repeats it', async () => {
    await connectTo(mine.origin);
    mine.handler = (request, response) => void response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`you sent ${request.headers.authorization ?? ''}`);
    for (const answer of await readAll()) expect(JSON.stringify(answer) + answer.stderr).not.toContain(token);
    const { stdout, stderr } = await mlops.run(['status', '--verbose'], folder);
    expect(stdout + stderr).not.toContain(token);
  });

  it('a file that others can read is not used', async () => {
    const file = path.join(mlops.scratch, 'config/mlops/credentials.json');
    await connectTo(mine.origin);
    await chmod(file, 0o644);
    try {
      const { code, problems } = await mlops.json(['status', '--source', 'team'], folder);
      expect([code, problems[0]?.code, problems[0]?.hint]).toEqual([3, 'forbidden', `chmod 600 ${file}`]);
      expect(sentTo(mine)).toEqual([]);
    } finally {
      await chmod(file, 0o600);
    }
  });
});
