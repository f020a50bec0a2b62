// The Test Explorer on a small project: found without running, run, rerun, cancelled; and found but not run without trust.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

const suites = `suites:
  people:
    kind: data
    data: people.csv
    checks:
      ages: { kind: range, column: age, min: 0, max: 120 }
      enough: { kind: rows, min: 3 }
  world:
    kind: scenarios
    data: people.csv
    target: old
    minimumRows: 1
    models: [models:rule, models:other]
    scenarios: { every row: { kind: stress, where: id > 0, expect: [accuracy >= 0] },
      north: { kind: seasonal, where: city = "north", expect: [accuracy >= 0.9] } }
  folds:
    kind: cross-validation
    data: people.csv
    target: old
    recipe: models:nothing_such
    splitter: { kind: kfold, k: 2 }
    expect: [accuracy >= 0.5]
`;
const models = `import os, time
open("ran", "w").close()

def rule(rows):
    return [int(age > 35) for age in rows["age"]]

def other(rows):
    return [1 - one for one in rule(rows)]

def sleeping(rows):
    with open("pid", "w") as file:
        file.write(str(os.getpid()))
    time.sleep(600)
`;

export async function play({ profile, scratch, tools }) {
  for (const trust of [false, true]) {
    const workspace = path.join(scratch, trust ? 'trusted' : 'untrusted');
    await mkdir(path.join(workspace, '.mlops'), { recursive: true });
    await writeFile(path.join(workspace, '.mlops', 'validation.yaml'), suites);
    await writeFile(path.join(workspace, 'models.py'), models);
    await writeFile(path.join(workspace, 'people.csv'), 'id,age,city,old\n1,30,north,0\n2,44,south,1\n3,-4,north,0\n');
    await symlink(path.dirname(path.dirname(tools.python)), path.join(workspace, '.venv'));
    const one = await profile({ trust, env: { MLOPS_TRUSTED: trust ? '1' : '' } });
    await one.host({ workspace, suite: 'validation', timeoutMs: 500_000 });
  }
}
