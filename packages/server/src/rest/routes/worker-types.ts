const optionalText = (title: string, description: string) => ({
  title,
  description,
  anyOf: [{ type: 'string' }, { type: 'null' }],
  default: null,
});
const texts = (title: string, description: string) => ({
  title,
  description,
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
});

/** The members of a process job, as Prefect's process worker reads them. */
const processTemplate = {
  job_configuration: {
    command: '{{ command }}',
    env: '{{ env }}',
    labels: '{{ labels }}',
    name: '{{ name }}',
    stream_output: '{{ stream_output }}',
    working_dir: '{{ working_dir }}',
  },
  variables: {
    type: 'object',
    properties: {
      name: optionalText('Name', 'What the process is called.'),
      env: texts('Environment Variables', 'Set for the process.'),
      labels: texts('Labels', 'Put on what the worker makes.'),
      command: optionalText('Command', 'Run instead of the default one; the worker’s choice when left out.'),
      stream_output: {
        title: 'Stream Output',
        description: 'Whether the worker shows what the process prints.',
        type: 'boolean',
        default: true,
      },
      working_dir: {
        title: 'Working Directory',
        description: 'Where the process runs; a temporary folder when left out.',
        anyOf: [{ type: 'string', format: 'path' }, { type: 'null' }],
        default: null,
      },
    },
  },
};

/** By package and type; what a stock client makes a work pool of a type from. */
export const workerTypes = {
  prefect: {
    process: {
      type: 'process',
      default_base_job_configuration: processTemplate,
      description: 'Runs each flow run in a process of its own, on the machine of the worker.',
      display_name: 'Process',
      documentation_url: '',
      install_command: 'pip install prefect',
      is_beta: false,
      logo_url: '',
    },
  },
};
