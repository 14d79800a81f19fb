/** Rules of Google's platform that a plan of infra/ is held to: what its services refuse, answer themselves or count otherwise. */
import type { Plan } from '#functions/infra/terraform.ts';
import { config, list, of } from '#test/infra/planned.ts';
import { isReserved } from '#test/infra/reserved-paths.ts';
import type { Rule } from '#test/infra/rules.ts';

/** Metrics that count an idle thing as well as a busy one, and the label that tells them apart. */
const labelled = [
  { metric: /logging_googleapis_com:user_\w+/g, label: 'monitored_resource=' },
  { metric: /run_googleapis_com:container_instance_count/g, label: 'state=' },
];

/** Deliveries that a consumer of one request at a time needs: Cloud Run refuses the others, and each refusal counts. */
const attemptsOfOneAtATimeMin = 20;

export const platformRules: Readonly<Record<string, Rule>> = {
  'no check asks a path that never reaches Cloud Run': (plan) =>
    of(plan, 'google_monitoring_uptime_check_config')
      .map(({ after }) => String(config(after, 'http_check').path))
      .filter(isReserved)
      .map((path) => `the uptime check asks "${path}", which Google answers itself`),

  'PromQL names its metrics exactly, and of which resource': (plan) =>
    queriesOf(plan).flatMap(([title, query]) => [
      ...(query.includes('__name__') ? [`the chart "${title}" matches metrics by pattern`] : []),
      ...labelled.flatMap(({ metric, label }) =>
        [...query.matchAll(metric)]
          .filter(({ 0: name, index }) => !new RegExp(`^\\{[^}]*${label}`).test(query.slice(index + name.length)))
          .map(({ 0: name }) => `the chart "${title}" asks "${name}" without "${label}"`),
      ),
    ]),

  'no function asks for more CPU than the quota': (plan, { cpuQuota }) =>
    of(plan, 'google_cloudfunctions2_function').flatMap(({ after }) => {
      const { max_instance_count: instances, available_cpu: cpu } = config(after, 'service_config');
      const asked = Number(instances) * Number(cpu);
      return asked <= cpuQuota ? [] : [`function "${after.name}" asks ${asked} vCPU of a quota of ${cpuQuota}`];
    }),

  'burn rates alert from a least number of requests on': (plan) =>
    of(plan, 'google_monitoring_alert_policy').flatMap(({ address, after }) => {
      const conditions = list(after.conditions).map((condition) => config(condition, 'condition_threshold'));
      // The name of an objective is known only once it is applied, and with it the filter of its burn rate.
      if (!address.includes('.burn[')) return [];
      const counts = conditions.filter(
        ({ filter, comparison, threshold_value: least }) =>
          /request_count|editions_assembled/.test(String(filter)) &&
          comparison === 'COMPARISON_GT' &&
          Number(least) >= 10,
      );
      return after.combiner === 'AND' && counts.length === 1 ? [] : [`${address} alerts of however few requests`];
    }),

  'secrets read at start are numbered, so that a new one restarts its readers': (plan) =>
    of(plan, 'google_cloudfunctions2_function').flatMap(({ after }) =>
      list(config(after, 'service_config').secret_environment_variables)
        .filter(({ version }) => version === 'latest')
        .map(({ key }) => `function "${after.name}" reads ${key} once and never its next version`),
    ),

  'a consumer of one request at a time has deliveries to spare': (plan) => {
    const oneAtATime = new Set(
      of(plan, 'google_cloudfunctions2_function')
        .filter(({ after }) => config(after, 'service_config').max_instance_request_concurrency === 1)
        .map(({ after }) => after.name),
    );
    return of(plan, 'google_pubsub_subscription')
      .filter(({ after }) => oneAtATime.has(after.name))
      .filter(
        ({ after }) => Number(config(after, 'dead_letter_policy').max_delivery_attempts) < attemptsOfOneAtATimeMin,
      )
      .map(({ after }) => `"${after.name}" buries what Cloud Run had no instance for`);
  },

  'every alert has a runbook and every runbook an alert': (plan, { runbooks }) => {
    const policies = of(plan, 'google_monitoring_alert_policy').map(({ after }) => after);
    const titles = new Set(policies.map(({ display_name: name }) => titleOf(String(name))));
    const optional = plan.resource_changes.some(({ type }) => type === 'google_monitoring_uptime_check_config');
    return [
      ...[...titles]
        .filter((title) => !runbooks.includes(title))
        .map((title) => `no runbook says what to do: ${title}`),
      ...runbooks
        .filter((title) => !titles.has(title) && (optional || title !== 'serve is unreachable'))
        .map((title) => `a runbook without an alert: ${title}`),
      ...policies
        .map(({ documentation, display_name: name }) => ({ text: String(list(documentation)[0]?.content), name }))
        .filter(({ text, name }) => !text.includes(`Runbook: "${titleOf(String(name))}"`))
        .map(({ name }) => `the alert "${name}" does not name its runbook`),
    ];
  },

  'requests that name users are not kept in logs': (plan) =>
    of(plan, 'google_logging_project_exclusion').some(({ after }) =>
      String(after.filter).includes('run.googleapis.com/requests'),
    )
      ? []
      : ['the request log keeps every address'],
};

/** What people read in the alert, without the deployment and without how soon to act. */
const titleOf = (name: string): string => name.replace(/^Segue [a-z0-9-]+: /, '').replace(/, act (now|today)$/, '');

function queriesOf(plan: Plan): [string, string][] {
  const charts = (plan.output_changes.charts?.after ?? {}) as Readonly<Record<string, readonly string[]>>;
  return Object.entries(charts).flatMap(([title, queries]) => queries.map((query): [string, string] => [title, query]));
}
