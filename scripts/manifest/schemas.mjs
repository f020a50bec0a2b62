// JSON Schemas of the files in `.mlops/`: completion and errors with ranges while they are edited.
import { monitorsSchema } from './monitorsSchema.mjs';
import { validationSchema } from './validationSchema.mjs';

const draft = 'http://json-schema.org/draft-07/schema#';

/** `governed`: schemas of the files that govern a repository, as core has them. */
export function schemaFiles(rows, governed) {
  return [
    { name: 'sources.json', schema: sourcesSchema(rows) },
    { name: 'metrics.json', schema: metricsSchema() },
    { name: 'validation.json', schema: validationSchema(draft) },
    { name: 'monitors.json', schema: monitorsSchema(draft) },
    ...Object.entries(governed).map(([name, schema]) => ({ name: `${name}.json`, schema: { $schema: draft, ...schema } })),
  ];
}

export function schemaMatches(rows, governed) {
  return schemaFiles(rows, governed).map(({ name }) => ({
    fileMatch: `**/.mlops/${name.replace(/\.json$/, '.yaml')}`,
    url: `./media/schemas/${name}`,
  }));
}

function sourcesSchema(rows) {
  const connectable = rows.filter((row) => row.connection);
  return {
    $schema: draft,
    title: 'Connections',
    description: 'Tracking servers and stores shown in the trees and by the mlops command. Never secrets.',
    type: 'object',
    additionalProperties: false,
    properties: {
      sources: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'provider'],
          properties: {
            id: { type: 'string', minLength: 1, description: 'Short and unique; ids of runs do not depend on it.' },
            provider: { enum: connectable.map((row) => row.id) },
          },
          allOf: connectable.map((row) => ({
            if: { properties: { provider: { const: row.id } } },
            then: { properties: row.connection.properties ?? {}, required: row.connection.required ?? [] },
          })),
        },
      },
    },
  };
}

function metricsSchema() {
  return {
    $schema: draft,
    title: 'Metrics',
    description: 'Which way is better, the unit, and the metric shown beside each run.',
    type: 'object',
    properties: {},
  };
}
