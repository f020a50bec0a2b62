import { checkSchema } from './validationSchema.mjs';

// What `.mlops/monitors.yaml` may say, for completion and errors while it is written; read by src/core/monitor.
const texts = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['string', 'number', 'boolean'] } }] };
const duration = { type: 'string', pattern: '^\\d+\\s*[smhdw]$' };

export function monitorsSchema(draft) {
  return {
    $schema: draft,
    title: 'Monitors',
    description: 'Data that is watched, against what, and when a model should be trained anew. Try a rule with `mlops monitor backtest`.',
    type: 'object',
    additionalProperties: false,
    properties: { monitors: { type: 'object', additionalProperties: monitor() } },
  };
}

function monitor() {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['reference', 'current'],
    properties: {
      reference: { type: 'string', description: 'DATA that is right, for example what the model was trained on.' },
      current: { type: 'string', description: 'DATA that comes in.' },
      model: { type: 'string', description: 'What the data is of: NAME (its newest version), NAME@ALIAS or NAME:VERSION. Its drift is shown there in the Models view.' },
      window: { type: 'string', description: 'How the current data is cut: 7d, 12h, 1000 rows, all.', default: 'all' },
      time: { type: 'string', description: 'Column of times. Rows near in time may depend on each other.' },
      entity: { type: 'string', description: 'Column of who or what a row is of. Rows of one entity may depend on each other.' },
      columns: { ...texts, description: 'Only these columns.' },
      exclude: { ...texts, description: 'All but these columns.' },
      required: { ...texts, description: 'A column of these that cannot be judged makes the verdict unknown.' },
      domains: { type: 'object', additionalProperties: texts, description: 'By column every value it may have; one other is drift.' },
      segments: { ...texts, description: 'Columns by which the newest window is searched for the slices that differ most.' },
      prediction: { type: 'string' },
      target: { type: 'string' },
      thresholds: thresholds(),
      performance: performance(),
      quality: {
        type: 'object',
        additionalProperties: checkSchema({ retrain: { type: 'boolean', default: false, description: 'A window that breaks it counts for the retrain rule.' } }),
        description: 'Name to check of each window. One that fails is an alarm, not drift.',
      },
      retrain: retrain(),
    },
  };
}

function thresholds() {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      alpha: { type: 'number', exclusiveMinimum: 0, maximum: 0.5, default: 0.05, description: 'False discovery rate over all columns.' },
      numericEffect: { type: 'number', minimum: 0, default: 0.1, description: 'Wasserstein distance in standard deviations.' },
      categoricalEffect: { type: 'number', minimum: 0, maximum: 1, default: 0.1, description: 'Cramér’s V.' },
      nullShare: { type: 'number', minimum: 0, maximum: 1, default: 0.02, description: 'Change of the share of missing values.' },
    },
  };
}

function performance() {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['metric'],
    oneOf: [{ required: ['atLeast'] }, { required: ['atMost'] }],
    description: 'A metric of the rows that have their label already. Needs prediction and target.',
    properties: { metric: { type: 'string' }, atLeast: { type: 'number' }, atMost: { type: 'number' } },
  };
}

function retrain() {
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      when: { enum: ['drift', 'performance', 'schedule'], default: 'drift' },
      windows: { type: 'string', pattern: '^\\d+\\s*(of|/)\\s*\\d+$', default: '2 of 3' },
      cooldown: { anyOf: [duration, { const: 'none' }], default: '7d' },
      every: { ...duration, description: 'For a schedule.' },
      policy: { enum: ['propose', 'run'], default: 'propose', description: 'run: the monitor starts the job, once per window that fires.' },
      stage: { type: 'string', description: 'Stage to run: STAGE or FILE:STAGE.' },
      command: { type: 'array', items: { type: 'string' }, description: 'Command to run, one word per item.' },
    },
  };
}
