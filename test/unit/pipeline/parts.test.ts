import { describe, expect, it } from 'vitest';
import { gateCommands, runsMl } from '../../../src/core/pipeline/mlCommands.ts';
import { gateSubjectOf, modelReferenceOf } from '../../../src/core/pipeline/modelReference.ts';
import { shellCommands, withoutRunner } from '../../../src/core/pipeline/shellCommands.ts';
import { isChart, isTemplated } from '../../../src/core/pipeline/templated.ts';
import { parsePythonSyntax } from '../../../src/io/pythonSyntax.ts';
import { parseYamlStream, parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';

describe('a shell text', () => {
  it('is split as a shell would', () => {
    expect(shellCommands(`a 'b c' "d\\"e" # no\nx && y|z; (q)\nlong \\\n  line`)).toEqual([['a', 'b c', 'd"e'], ['x'], ['y'], ['z'], ['q'], ['long', 'line']]);
    expect(shellCommands('cat <<EOF\ndvc pull\nEOF\nls')).toEqual([['cat'], ['ls']]);
    expect(shellCommands('echo ${{ a && b }} c')).toEqual([['echo', '${{ a && b }}', 'c']]);
  });

  it.each([
    ['dvc repro', true],
    ['pip install dvc', false],
    ['echo "dvc repro"', false],
    ['# dvc repro', false],
    ['dvc --version', false],
    ['cd x && sudo -E A=1 dvc -q pull', true],
    ['uv run --with dvc dvc pull', true],
    ['python3 -m mlflow run .', true],
    ['poetry run mlflow ui', true],
    ['if ! dvc pull; then exit; fi', true],
    ['OUT=$(dvc metrics show)', true],
    ['pytest tests/dvc', false],
    ['az ml job create', true],
    ['az login', false],
    ['cml-send-comment report.md', true],
    ['which mlops', false],
  ])('%s', (script, expected) => {
    expect(runsMl(script)).toBe(expected);
  });

  it('gives the gates it asks', () => {
    expect(gateCommands('npx mlops gate churn:7 --policy-ref origin/main --env production --format md')).toEqual([{ model: 'churn', version: '7', alias: null, env: 'production' }]);
    expect(gateCommands('mlops gate --env "$ENV" churn@champion; mlops drift')).toEqual([{ model: 'churn', version: null, alias: 'champion', env: null }]);
    expect(withoutRunner(['env', '-i', 'mlops', 'gate'])).toEqual(['mlops', 'gate']);
  });
});

describe('a model’s reference', () => {
  it.each([
    ['models:/churn/7', { model: 'churn', version: '7', alias: null }],
    ['models:/churn@champion', { model: 'churn', version: null, alias: 'champion' }],
    ['models:/churn/Production', { model: 'churn', version: null, alias: 'Production' }],
    ['azureml:churn:7', { model: 'churn', version: '7', alias: null }],
    ['azureml:churn@latest', { model: 'churn', version: null, alias: 'latest' }],
    ['azureml://registries/r/models/churn/versions/3', { model: 'churn', version: '3', alias: null }],
    ['s3://bucket/churn', undefined],
  ])('%s', (text, expected) => {
    expect(modelReferenceOf(text)).toEqual(expected);
  });

  it('of a gate', () => {
    expect([gateSubjectOf('churn'), gateSubjectOf('$M'), gateSubjectOf('')]).toEqual([{ model: 'churn', version: null, alias: null }, undefined, undefined]);
  });
});

describe('templates', () => {
  it.each([
    ['a: {{ .Values.x }}', true, true],
    ['{{- if .Values.x }}\na: 1\n{{- end }}', true, true],
    ['a: "{{ .Values.x }}"', false, true],
    ['a: "{{inputs.parameters.x}}"', false, false],
    ['a: ${{ env.x }}', false, false],
    ['# {{ .Values.x }}\na: 1', false, false],
    ['run: |\n  docker ps --format "{{.Names}}"', false, true],
    ['a: "{{$.inputs.parameters[\'x\']}}"', false, false],
    ['{% if x %}\na: 1\n{% endif %}', true, true],
  ])('%s', (text, templated, chart) => {
    const stream = parseYamlStream(text);
    expect([isTemplated(stream), isChart(stream)]).toEqual([templated, chart]);
  });
});

describe('the readers', () => {
  it('a YAML text of several documents has every root, at its place in the whole', () => {
    const text = 'a: 1\n---\n# nothing\n---\nb: 2\n';
    const { roots, issues } = parseYamlStream(text);
    expect([roots.length, issues]).toEqual([3, []]);
    const last = roots[2];
    expect(last?.kind === 'map' && text.slice(last.entries[0]?.key.start, last.entries[0]?.key.end)).toBe('b');
  });

  it('aliases of aliases end', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array<string>(9).fill(`*l${level}`).join(', ')}]`);
    const text = ['l0: &l0 [x, x]', ...levels].join('\n');
    expect(parseYamlSyntax(text).root?.kind).toBe('map');
  });

  it('a Python text gives imports, functions and calls', () => {
    const { imports, functions, calls } = parsePythonSyntax('from a.b import c as d, e\nimport f.g\nimport h as i\n@d(x=1)\n@e.f\nasync def one(): ...\ny = one(2, *z, k="v")\n');
    expect(imports).toEqual([
      { module: 'a.b', name: 'c', alias: 'd', isRenamed: true },
      { module: 'a.b', name: 'e', alias: 'e', isRenamed: false },
      { module: 'f.g', name: null, alias: 'f', isRenamed: false },
      { module: 'h', name: null, alias: 'i', isRenamed: true },
    ]);
    expect(functions.map(({ name, decorators }) => [name, decorators.map((one) => one.name)])).toEqual([['one', ['d', 'e.f']]]);
    expect(calls.map(({ callee, target, args }) => [callee, target?.name, args.map(({ name, text }) => [name, text])])).toEqual([['one', 'y', [[null, null], ['k', 'v']]]]);
  });
});
