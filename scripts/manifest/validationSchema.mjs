// JSON Schema of `.mlops/validation.yaml`: what src/core/validation/written/ reads.
const text = (description) => ({ type: 'string', minLength: 1, description });
const texts = (description) => ({ type: 'array', items: { type: ['string', 'number', 'boolean'] }, description });
const whole = (minimum, description) => ({ type: 'integer', minimum, description });
const share = (description) => ({ type: 'number', minimum: 0, maximum: 1, description });
const closed = (properties, required = []) => ({ type: 'object', additionalProperties: false, properties, required });
const named = (items, description) => ({ type: 'object', minProperties: 1, additionalProperties: items, description });
const python = (description) => ({ type: 'string', pattern: '^[A-Za-z_][\\w.]*:[A-Za-z_][\\w.]*$', description });

const data = text('DATA: a file, a version of a source’s data, or sqlite:FILE#TABLE.');
const task = {
  target: text('The column that the model answers.'),
  features: texts('Columns given to the model, in this order. Absent: every other column.'),
  exclude: texts('Columns not given to the model.'),
  positive: { type: ['string', 'number', 'boolean'], description: 'The class that binary metrics are about. Absent: the second of two in sorted order.' },
};
const expect = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', pattern: '^\\s*[A-Za-z_]\\w*\\s*(>=|<=|>|<)\\s*[-+]?[\\d.]+([eE][-+]?\\d+)?\\s*$' },
  description: 'A metric, a comparison and a number: accuracy >= 0.8.',
};
const splitter = {
  ...closed({
    kind: { enum: ['kfold', 'stratified', 'group', 'time-series'], description: 'scikit-learn’s splitter of that kind.' },
    k: whole(2, 'Folds.'),
    repeats: whole(1, 'kfold and stratified: the whole cut made this often.'),
    shuffle: { type: 'boolean' },
    seed: { type: 'integer', minimum: 0, maximum: 4294967295 },
    group: text('group: rows of one value stay together.'),
    time: text('time-series: the column whose order rows are put in.'),
    gap: whole(0, 'time-series: rows left out between training and test.'),
  }),
  description: 'Absent: five stratified folds, shuffled with seed 0.',
};

const contender = {
  oneOf: [
    closed({ recipe: python('module:function, which makes an estimator.') }, ['recipe']),
    closed({ model: text('A model URI or id of a source, a .pkl or .joblib file, or module:function.'), trainedOn: text('DATA that it was trained on.') }, ['model']),
  ],
};

const column = text('Name of the column.');
const perturbation = {
  oneOf: [
    closed({ noise: closed({ column, deviations: { type: 'number', minimum: 0 } }, ['column', 'deviations']) }, ['noise']),
    closed({ missing: closed({ column, rate: share('Chance that a value is lost.') }, ['column', 'rate']) }, ['missing']),
    closed({ shift: closed({ column, by: { type: 'number' }, deviations: { type: 'number' } }, ['column']) }, ['shift']),
    closed({ swap: closed({ column, from: { type: ['string', 'number', 'boolean'] }, to: { type: ['string', 'number', 'boolean'] }, rate: share('Chance that a row is swapped.') }, ['column', 'from', 'to']) }, ['swap']),
  ],
};
const scenario = closed(
  {
    kind: { enum: ['stress', 'seasonal', 'adversarial'] },
    data,
    where: text('Rows that belong to it: month in (12, 1, 2) and region = "north".'),
    perturb: { type: 'array', items: perturbation },
    seed: whole(0, 'Of the perturbations.'),
    minimumRows: whole(1, 'With fewer rows nothing is said.'),
    expect,
  },
  ['kind', 'expect'],
);

const limit = { type: ['number', 'string'] };
const columnKind = { enum: ['numeric', 'datetime', 'categorical', 'boolean', null] };
/** One data check; `more`: further keys it may have. */
export const checkSchema = (more = {}) => ({
  oneOf: [
    closed({ kind: { const: 'schema' }, columns: named(columnKind, 'Column to kind.'), only: { type: 'boolean', description: 'No other columns.' } }, ['kind', 'columns']),
    closed({ kind: { const: 'range' }, column, min: limit, max: limit }, ['kind', 'column']),
    closed({ kind: { const: 'values' }, column, values: texts('All that may stand there.') }, ['kind', 'column', 'values']),
    closed({ kind: { const: 'unique' }, columns: texts('No two rows are the same in all of these.'), column }, ['kind']),
    closed({ kind: { const: 'nulls' }, column, max: share('Share of missing values.') }, ['kind', 'column', 'max']),
    closed({ kind: { const: 'fresh' }, column, within: text('12h, 7d, 2w.') }, ['kind', 'column', 'within']),
    closed({ kind: { const: 'rows' }, min: whole(0), max: whole(0) }, ['kind']),
  ].map((schema) => ({ ...schema, properties: { ...schema.properties, ...more } })),
});

const suites = {
  'cross-validation': closed({ kind: { const: 'cross-validation' }, data, ...task, recipe: python('module:function of your code, which makes an estimator.'), splitter, metrics: texts('Also measured on each fold.'), expect }, ['kind', 'data', 'target', 'recipe', 'expect']),
  champion: closed({
    kind: { const: 'champion' }, data, ...task, candidate: contender, champion: contender, splitter,
    metric: text('The one metric that decides.'),
    require: { enum: ['better', 'not-worse'] },
    margin: { type: 'number', minimum: 0, description: 'How much worse still counts as not worse.' },
    holdOut: { type: 'boolean', description: 'You state that neither model saw these rows.' },
  }, ['kind', 'data', 'target', 'candidate', 'champion', 'metric']),
  scenarios: closed({ kind: { const: 'scenarios' }, data, ...task, models: { ...texts('Model URIs or ids, files, or module:function.'), minItems: 1 }, minimumRows: whole(1, 'With fewer rows nothing is said of a scenario. Default 30.'), scenarios: named(scenario, 'Name to scenario.') }, ['kind', 'data', 'target', 'models', 'scenarios']),
  data: closed({ kind: { const: 'data' }, data, checks: named(checkSchema(), 'Name to check.') }, ['kind', 'data', 'checks']),
};

export function validationSchema(draft) {
  return {
    $schema: draft,
    title: 'Validation',
    description: 'Suites for mlops validate and the Test Explorer: cross-validation, champion, scenarios, data checks.',
    ...closed({
      suites: named(
        {
          type: 'object',
          required: ['kind'],
          properties: { kind: { enum: Object.keys(suites) } },
          allOf: Object.entries(suites).map(([kind, schema]) => ({ if: { properties: { kind: { const: kind } }, required: ['kind'] }, then: schema })),
        },
        'Name to suite.',
      ),
    }),
  };
}
