export const container = { id: 'mlops', title: '%container.title%', icon: 'media/activitybar.svg' };

export const views = [
  { id: 'mlops.experiments', name: 'Experiments', icon: 'beaker' },
  { id: 'mlops.datasets', name: 'Datasets', icon: 'database' },
  { id: 'mlops.models', name: 'Models', icon: 'package' },
  { id: 'mlops.approvals', name: 'Approvals', icon: 'law', when: 'mlops.hasApprovals' },
  { id: 'mlops.jobs', name: 'Jobs', icon: 'server-process' },
];

const none = 'workspaceFolderCount == 0';
const some = 'workspaceFolderCount != 0';

// One primary button each; what is broken never looks like what is empty.
export const welcome = [
  { id: 'noFolder', view: 'mlops.experiments', when: none, text: 'Open a folder to see its experiments, datasets and models.\n[Open Folder](command:vscode.openFolder)\nNew here? [Get started](command:mlops.walkthrough.open)' },
  { id: 'noFolder.datasets', view: 'mlops.datasets', when: none, text: 'Open a folder to see its datasets.' },
  { id: 'noFolder.models', view: 'mlops.models', when: none, text: 'Open a folder to see its models.' },
  { id: 'noFolder.jobs', view: 'mlops.jobs', when: none, text: 'Open a folder to launch training.' },
  {
    id: 'untrusted', view: 'mlops.experiments', when: `${some} && !isWorkspaceTrusted && mlops.experiments.state == empty`,
    text: 'No local experiments were found. This folder is not trusted yet, so nothing is run and no server is asked.\n[Manage Workspace Trust](command:workbench.trust.manage)',
  },
  {
    id: 'nothing', view: 'mlops.experiments', when: `${some} && isWorkspaceTrusted && mlops.experiments.state == empty`,
    text: 'No experiments were found in this folder. A pipeline, a local run store or a connection to a tracking server shows up here.\n[Add Connection](command:mlops.connection.add)\n[Launch a training](command:mlops.training.launch) or [get started](command:mlops.walkthrough.open).',
  },
  {
    id: 'failed', view: 'mlops.experiments', when: `${some} && mlops.experiments.state == failed`,
    text: 'The experiments could not be read. The output channel says why.\n[Show Output](command:mlops.output.show)\n[Try again](command:mlops.experiments.refresh)',
  },
  { id: 'nothing.datasets', view: 'mlops.datasets', when: `${some} && mlops.datasets.state == empty`, text: 'No tracked datasets were found in this folder.' },
  { id: 'failed.datasets', view: 'mlops.datasets', when: `${some} && mlops.datasets.state == failed`, text: 'The datasets could not be read.\n[Show Output](command:mlops.output.show)' },
  { id: 'nothing.models', view: 'mlops.models', when: `${some} && mlops.models.state == empty`, text: 'No registered models were found.\n[Register a Model Version](command:mlops.model.register)' },
  { id: 'failed.models', view: 'mlops.models', when: `${some} && mlops.models.state == failed`, text: 'The models could not be read.\n[Show Output](command:mlops.output.show)' },
  {
    id: 'unset.approvals', view: 'mlops.approvals', when: `isWorkspaceTrusted && mlops.approvals.state == empty && !mlops.approvals.isSetUp`,
    text: 'A version goes to an environment when the people your policy names have signed for it, with their own SSH keys, on a branch of this repository. Policy, roster or ledger is still missing here.\n[Set Up Approvals](command:mlops.approvals.setUp)',
  },
  { id: 'nothing.approvals', view: 'mlops.approvals', when: 'isWorkspaceTrusted && mlops.approvals.state == empty && mlops.approvals.isSetUp', text: 'Nobody has asked for an approval.\n[Request Approval](command:mlops.approval.request)' },
  { id: 'untrusted.approvals', view: 'mlops.approvals', when: '!isWorkspaceTrusted && mlops.approvals.state == empty', text: 'Approvals are read in trusted folders only: until then nothing is run and no key is looked for.\n[Manage Workspace Trust](command:workbench.trust.manage)' },
  { id: 'failed.approvals', view: 'mlops.approvals', when: 'mlops.approvals.state == failed', text: 'The approvals could not be read. The output channel says why.\n[Show Output](command:mlops.output.show)\n[Try again](command:mlops.approvals.refresh)' },
  { id: 'nothing.jobs', view: 'mlops.jobs', when: `${some} && isWorkspaceTrusted && mlops.jobs.state == empty`, text: 'No training has been launched from here yet. A job goes on when the window is closed.\n[Launch Training](command:mlops.training.launch)' },
  { id: 'untrusted.jobs', view: 'mlops.jobs', when: `${some} && !isWorkspaceTrusted && mlops.jobs.state == empty`, text: 'Training is launched in trusted folders only.\n[Manage Workspace Trust](command:workbench.trust.manage)' },
  { id: 'failed.jobs', view: 'mlops.jobs', when: `${some} && mlops.jobs.state == failed`, text: 'The jobs could not be read.\n[Show Output](command:mlops.output.show)' },
];
