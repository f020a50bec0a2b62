import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LedgerFile } from '../../../../src/core/governance/ledger/ledgerFile.ts';
import { entryPath, signaturePath } from '../../../../src/services/governance/ledgerFiles.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export const weights = 'weights 1';

/** As they lie on the ledger's branch. */
export function filesOf(files: readonly LedgerFile[]): Map<string, Uint8Array> {
  return new Map(files.flatMap(({ name, bytes, signature }) => [[entryPath(name), bytes] as const, ...(signature === null ? [] : [[signaturePath(name), signature] as const])]));
}

/** A training as DVC leaves it in a repository. */
export function trained(auc: number, model = weights): Record<string, string> {
  const metrics = JSON.stringify({ auc, samples: 6000 });
  const [data, script] = ['1\n2\n', 'print()\n'];
  const file = (name: string, text: string) => `    - path: ${name}\n      hash: md5\n      md5: ${md5(text)}\n      size: ${text.length}\n`;
  return {
    '.dvc/config': '',
    '.gitignore': '/model.bin\n/.dvc/cache\n',
    'params.yaml': 'lr: 0.1\n',
    'data.csv': data,
    'train.py': script,
    'metrics.json': metrics,
    'requirements.txt': 'numpy==1.26.4\n',
    'dvc.yaml': 'stages:\n  train:\n    cmd: python train.py\n    deps: [train.py, data.csv]\n    params: [lr]\n    outs: [model.bin]\n    metrics:\n      - metrics.json: {cache: false}\nartifacts:\n  churn: {path: model.bin, type: model}\n',
    'dvc.lock': `schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n${file('data.csv', data)}${file('train.py', script)}    params:\n      params.yaml:\n        lr: 0.1\n    outs:\n${file('metrics.json', metrics)}${file('model.bin', model)}`,
  };
}

/** Puts a model's bytes where DVC's cache has them; `of`: other bytes under the name of these. */
export function cache(clone: string, content: string, of = content): void {
  const name = md5(of);
  const folder = path.join(clone, '.dvc/cache/files/md5', name.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name.slice(2)), content);
}
