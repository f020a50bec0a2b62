// A folder with a policy and a roster, and nothing else: what an editor tells of them.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function play({ profile, scratch, root }) {
  const workspace = path.join(scratch, 'governed');
  await mkdir(path.join(workspace, '.mlops'), { recursive: true });
  await copyFile(path.join(root, 'test/fixtures/governance/policy.yaml'), path.join(workspace, '.mlops', 'policy.yaml'));
  await writeFile(path.join(workspace, '.mlops', 'roster.yaml'), 'people:\n  ada: { roles: [risk] }\n  Ada: { roles: [admin] }\n');
  const one = await profile({ env: {} });
  await one.host({ workspace, suite: 'governedFiles' });
}
