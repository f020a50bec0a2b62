import { commands } from './commands.mjs';
import { viewItem, viewTitle } from './menus.mjs';
import { schemaMatches } from './schemas.mjs';
import { settings } from './settings.mjs';
import { container, views, welcome } from './views.mjs';
import { walkthrough } from './walkthrough.mjs';

const pick = (object, ...keys) =>
  Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));

/** `contributes`, `activationEvents`, `capabilities`, `extensionKind`, and the texts they name (`nls`). */
export function contributions(ids, rows, governed) {
  const nls = { 'container.title': 'MLOps', 'category': 'MLOps' };
  const text = (key, value) => {
    nls[key] = value;
    return `%${key}%`;
  };
  const pipelineFiles = [...new Set(rows.flatMap((row) => row.pipelineFiles ?? []))].sort();
  const configuration = configurationOf(rows, text);
  const restricted = configuration.flatMap(({ properties }) =>
    Object.entries(properties).filter(([, setting]) => setting.restricted).map(([key]) => key),
  );
  for (const { properties } of configuration) for (const setting of Object.values(properties)) delete setting.restricted;
  return {
    nls,
    activationEvents: [
      ...new Set(rows.flatMap((row) => [...row.markers, ...(row.pipelineFiles ?? [])])),
    ].map((marker) => `workspaceContains:${marker}`).concat('workspaceContains:.mlops/validation.yaml', 'workspaceContains:.mlops/monitors.yaml', 'workspaceContains:.mlops/policy.yaml', 'workspaceContains:.mlops/roster.yaml', 'onUri', 'onWebviewPanel:mlops.compare', 'onWebviewPanel:mlops.runs', 'onWebviewPanel:mlops.drift', 'onWebviewPanel:mlops.approval', 'onTaskType:mlops', 'onFileSystem:mlops-git'),
    extensionKind: ['workspace'],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: text('trust.description', 'Local files are read. Nothing is run and no server is contacted until the folder is trusted.'),
        restrictedConfigurations: restricted,
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: text('virtual.description', 'Remote tracking servers can be shown; local pipelines and jobs need a folder on disk.'),
      },
    },
    contributes: {
      commands: ids.commandIds.map((id) => commandOf(id, text)),
      configuration,
      'mlops.pipelineFiles': pipelineFiles,
      menus: {
        commandPalette: paletteMenu(ids),
        'view/title': viewTitle,
        'view/item/context': viewItem,
        'editor/title/run': [
          { command: 'mlops.training.launch', when: `isWorkspaceTrusted && resourceFilename =~ /^(${pipelineFiles.map(escapeRegex).join('|')})$/`, group: 'navigation@9' },
        ],
      },
      taskDefinitions: [taskDefinition(text)],
      viewsContainers: { activitybar: [container] },
      views: {
        mlops: views.map(({ id, name, icon, when }) => ({ id, name: text(`view.${id}`, name), ...(when === undefined ? {} : { when }), icon: `$(${icon})`, contextualTitle: text(`view.${id}.context`, `MLOps: ${name}`) })),
      },
      viewsWelcome: welcome.map(({ id, view, when, text: contents }) => ({ view, when, contents: text(`welcome.${id}`, contents) })),
      walkthroughs: [walkthroughOf(text)],
      yamlValidation: schemaMatches(rows, governed),
    },
  };
}

function commandOf(id, text) {
  const command = commands[id];
  if (!command) throw new Error(`scripts/manifest/commands.mjs has no title for ${id}`);
  const enablement = [command.trusted ? 'isWorkspaceTrusted' : undefined, command.enablement].filter(Boolean).join(' && ');
  return {
    command: id,
    title: text(`command.${id}`, command.title),
    category: '%category%',
    ...(command.icon ? { icon: `$(${command.icon})` } : {}),
    ...(enablement ? { enablement } : {}),
  };
}

function paletteMenu(ids) {
  const hidden = ids.commandIds.filter((id) => commands[id].palette === false);
  const toggles = [
    { command: 'mlops.experiments.showHidden', when: '!mlops.experiments.showsHidden' },
    { command: 'mlops.experiments.hideHidden', when: 'mlops.experiments.showsHidden' },
  ];
  return [...hidden.map((command) => ({ command, when: 'false' })), ...toggles];
}

function configurationOf(rows, text) {
  const general = {
    title: '%category%',
    order: 1,
    properties: Object.fromEntries(Object.entries(settings).map(([key, setting], index) => [key, settingOf(key, setting, index + 1, text)])),
  };
  const perProvider = rows
    .filter((row) => row.settings && Object.keys(row.settings).length > 0)
    .map((row, index) => ({
      title: text(`configuration.${row.id}`, row.label),
      order: index + 2,
      properties: Object.fromEntries(
        Object.entries(row.settings).map(([name, schema], order) => {
          const key = `mlops.${row.id}.${name}`;
          return [key, settingOf(key, schema, order + 1, text)];
        }),
      ),
    }));
  return [general, ...perProvider];
}

function settingOf(key, schema, order, text) {
  const { description, title: _title, ...rest } = schema;
  return { ...rest, order, markdownDescription: text(`setting.${key}`, description ?? _title ?? key) };
}

function taskDefinition(text) {
  return {
    type: 'mlops',
    properties: {
      file: { type: 'string', description: text('task.file', 'Pipeline file, relative to the folder.') },
      stage: { type: 'string', description: text('task.stage', 'Stage or entry point of the file.') },
      command: {
        type: 'array',
        items: { type: 'string' },
        description: text('task.command', 'A command as a list of arguments; instead of file and stage.'),
      },
      name: { type: 'string', description: text('task.name', 'Name of the job.') },
      params: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] }, description: text('task.params', 'Parameters to change.') },
      target: { type: 'string', description: text('task.target', 'Where to run. Absent: this machine.') },
      gpus: { type: 'array', items: { type: 'string' }, description: text('task.gpus', 'UUIDs of the GPUs to use. An empty list is CPU only.') },
      recorders: { type: 'array', items: { type: 'string' }, description: text('task.recorders', 'Sources in which the run is recorded.') },
      options: { type: 'object', description: text('task.options', 'Options of the target.') },
    },
  };
}

function walkthroughOf(text) {
  const key = `walkthrough.${walkthrough.id}`;
  return {
    id: walkthrough.id,
    title: text(`${key}.title`, walkthrough.title),
    description: text(`${key}.description`, walkthrough.description),
    steps: walkthrough.steps.map((step) => ({
      ...pick(step, 'id'),
      title: text(`${key}.${step.id}.title`, step.title),
      description: text(`${key}.${step.id}.description`, step.description),
      media: { svg: `media/walkthrough/${step.media}`, altText: text(`${key}.${step.id}.alt`, step.altText) },
      completionEvents: step.completionEvents,
    })),
  };
}

function escapeRegex(name) {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
