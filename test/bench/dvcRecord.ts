import { createHash } from 'node:crypto';

/** What one experiment of the bench holds. Every number depends on its index, so no two files are the same. */
const noise = (index: number, salt: number) => {
  const bits = createHash('md5').update(`${index}:${salt}`).digest().readUInt32BE(0);
  return bits / 2 ** 32;
};
const digest = (text: string) => createHash('md5').update(text).digest('hex');

function trainParams(index: number): Array<[string, number]> {
  return Array.from({ length: 20 }, (_, key) => [`rate_${key}`, noise(index, key)]);
}

export function benchParams(index: number): string {
  const lines = (values: ReadonlyArray<[string, number]>) => values.map(([key, value]) => `  ${key}: ${value}\n`).join('');
  return [
    `seed: ${index + 2}\n`,
    `train:\n  optimizer: adam\n  shuffle: true\n  epochs: ${10 + (index % 90)}\n${lines(trainParams(index))}`,
    'prepare:\n  split: 0.2\n  columns: [id, class]\n  encoding: utf-8\n',
    `evaluate:\n  threshold: ${noise(index, 50)}\n  folds: 5\n  top: 10\n  name: holdout\n  strict: false\n  weight: 1.5\n`,
  ].join('');
}

export function benchMetrics(index: number): { readonly train: string; readonly test: string } {
  const values = (from: number, count: number) => Object.fromEntries(Array.from({ length: count }, (_, key) => [`m_${key}`, noise(index, from + key)]));
  return {
    train: `${JSON.stringify({ loss: noise(index, 100), ...values(200, 8), deep: values(300, 3) }, null, 2)}\n`,
    test: `${JSON.stringify({ acc: noise(index, 101), auc: noise(index, 102), ...values(400, 6), curve: values(500, 3) }, null, 2)}\n`,
  };
}

export const benchDvcYaml = `stages:
  prepare:
    cmd: python src/prepare.py data/raw.csv prepared
    deps:
    - data/raw.csv
    - src/prepare.py
    params:
    - prepare
    outs:
    - prepared
  train:
    cmd: python src/train.py prepared model.bin
    deps:
    - prepared
    - src/train.py
    params:
    - seed
    - train
    outs:
    - model.bin
    metrics:
    - metrics/train.json:
        cache: false
  evaluate:
    cmd: python src/evaluate.py model.bin prepared
    deps:
    - model.bin
    - prepared
    - src/evaluate.py
    params:
    - evaluate
    metrics:
    - metrics/test.json:
        cache: false
`;

/** A complete lock, as `dvc repro` would write it. */
export function benchLock(index: number): string {
  const entry = (name: string, text: string, sizeBytes: number) => `    - path: ${name}\n      hash: md5\n      md5: ${digest(text)}\n      size: ${sizeBytes}\n`;
  const folder = (name: string, text: string) => `    - path: ${name}\n      hash: md5\n      md5: ${digest(text)}.dir\n      size: 48210\n      nfiles: 3\n`;
  const params = (text: string) => `    params:\n      params.yaml:\n${text}`;
  const indent = (text: string) => text.replace(/^/gm, '        ').trimEnd() + '\n';
  // The lock is DVC's own writing: lists in blocks.
  const sections = benchParams(index).replace('columns: [id, class]', 'columns:\n  - id\n  - class').split(/^(?=\w)/m);
  const section = (name: string) => indent(sections.find((one) => one.startsWith(`${name}:`)) ?? '');
  const { train, test } = benchMetrics(index);
  const prepared = folder('prepared', 'prepared');
  const model = entry('model.bin', `model ${index}`, 81_920);
  return [
    "schema: '2.0'\nstages:\n",
    `  prepare:\n    cmd: python src/prepare.py data/raw.csv prepared\n    deps:\n${entry('data/raw.csv', 'raw', 3_890)}${entry('src/prepare.py', 'print("prepare")\n', 17)}${params(section('prepare'))}    outs:\n${prepared}`,
    `  train:\n    cmd: python src/train.py prepared model.bin\n    deps:\n${prepared}${entry('src/train.py', 'print("train")\n', 15)}${params(section('seed') + section('train'))}    outs:\n${entry('metrics/train.json', train, Buffer.byteLength(train))}${model}`,
    `  evaluate:\n    cmd: python src/evaluate.py model.bin prepared\n    deps:\n${model}${prepared}${entry('src/evaluate.py', 'print("evaluate")\n', 18)}${params(section('evaluate'))}    outs:\n${entry('metrics/test.json', test, Buffer.byteLength(test))}`,
  ].join('');
}
