// Each step is completed by the real event, never by a click on "done".
export const walkthrough = {
  id: 'getStarted',
  title: 'Get started with MLOps Workbench',
  description: 'From a folder to runs compared down to code and data.',
  steps: [
    {
      id: 'see',
      title: 'See every experiment',
      description: 'Open a folder: local trackers, pipelines and model versions show up by themselves, without an account.\n[Show Experiments](command:mlops.experiments.focus)',
      media: 'see.svg',
      altText: 'The Experiments view with two sources, each with experiments, runs and their key metric.',
      completionEvents: ['onView:mlops.experiments', 'onContext:mlops.hasRuns'],
    },
    {
      id: 'connect',
      title: 'Add a tracking server',
      description: 'Several servers can be shown side by side. The connection is written to `.mlops/sources.yaml`; secrets stay in the secret store, bound to the server they were entered for.\n[Add Connection](command:mlops.connection.add)',
      media: 'connect.svg',
      altText: 'A form that asks for the address of a tracking server, tests it and saves it.',
      completionEvents: ['onCommand:mlops.connection.add'],
    },
    {
      id: 'launch',
      title: 'Launch a training',
      description: 'Choose a stage or a command, change parameters, choose a device, read the plan, launch. The job outlives the window and its log never lies.\n[Launch Training](command:mlops.training.launch)',
      media: 'launch.svg',
      altText: 'The launch steps: stage, parameters, device, plan; beside it the live log in a terminal.',
      completionEvents: ['onContext:mlops.hasLaunched'],
    },
    {
      id: 'compare',
      title: 'Compare runs down to the code',
      description: 'Select runs of any trackers in the tree, then Compare: parameters, metrics, curves, code, data.\n[Compare Runs](command:mlops.run.compare)',
      media: 'compare.svg',
      altText: 'Two runs side by side with differing parameters first and two metric curves.',
      completionEvents: ['onContext:mlops.hasCompared'],
    },
    {
      id: 'cli',
      title: 'The same answers in a terminal',
      description: 'Scripts and CI read the same sources with the `mlops` command.\n[Install the mlops Command](command:mlops.cli.install)',
      media: 'cli.svg',
      altText: 'A terminal in which mlops runs prints the same runs as the tree.',
      completionEvents: ['onCommand:mlops.cli.install'],
    },
  ],
};
