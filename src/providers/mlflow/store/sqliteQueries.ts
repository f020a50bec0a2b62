/**
 * The reader's whole SQL. Children of a row come back as one JSON text each: less than half the time of a row per
 * metric, and a single statement is a single snapshot, so a run is never read half old and half new.
 */
/** A value that is no text, which only another program can have put there, costs no other: JSON itself holds no BLOB. */
const pairs = (table: string) => `(select json_group_object(key, cast(value as text)) from ${table} where run_uuid = r.run_uuid)`;

const runColumns = `r.run_uuid, r.experiment_id, r.name, r.status, r.lifecycle_stage, r.user_id, r.start_time, r.end_time,
  r.artifact_uri,
  (select json_object('last', max(timestamp), 'values', json_group_object(key, iif(is_nan, 'NaN', value)))
     from latest_metrics where run_uuid = r.run_uuid),
  ${pairs('params')}, ${pairs('tags')},
  (select json_group_array(json_array(d.name, d.digest, d.dataset_source_type, d.dataset_source,
      (select t.value from input_tags t where t.input_uuid = i.input_uuid and t.name = 'mlflow.data.context')))
     from inputs i join datasets d on d.dataset_uuid = i.source_id
    where i.destination_type = 'RUN' and i.destination_id = r.run_uuid and i.source_type = 'DATASET'),
  (select json_group_array(i.destination_id) from inputs i
    where i.source_type = 'RUN_OUTPUT' and i.source_id = r.run_uuid and i.destination_type = 'MODEL_OUTPUT')`;

const active = `r.lifecycle_stage = 'active' and r.experiment_id in (select value from json_each(?))`;
const ofParent = `and exists (select 1 from tags t where t.run_uuid = r.run_uuid and t.key = 'mlflow.parentRunId' and t.value = ?)`;
const after = `and (ifnull(r.start_time, -1) < ? or (ifnull(r.start_time, -1) = ? and r.run_uuid > ?))`;

export const sql = {
  revision: `select version_num from alembic_version`,
  experiments: `select experiment_id, name, artifact_location, creation_time, last_update_time,
    (select json_group_object(key, value) from experiment_tags t where t.experiment_id = e.experiment_id)
    from experiments e where lifecycle_stage = 'active' order by creation_time desc, experiment_id`,
  runCount: (hasParent: boolean) => `select count(*) from runs r where ${active} ${hasParent ? ofParent : ''}`,
  runIds: (hasParent: boolean, hasCursor: boolean) => `select r.run_uuid, ifnull(r.start_time, -1) from runs r
    where ${active} ${hasParent ? ofParent : ''} ${hasCursor ? after : ''}
    order by ifnull(r.start_time, -1) desc, r.run_uuid limit ?`,
  /** One parameter: a JSON array of run ids. In its order. */
  runs: `select ${runColumns} from json_each(?) j join runs r on r.run_uuid = j.value order by j.key`,
  metricKeys: `select key from latest_metrics where run_uuid = ? order by key`,
  pointCount: `select count(*) from metrics where run_uuid = ? and key = ? and step between ? and ?`,
  /** The last parameters thin on the way: every n-th point, and the last one. */
  points: `select step, value, is_nan, timestamp from (
      select step, value, is_nan, timestamp, row_number() over (order by step, timestamp, value) as n
        from metrics where run_uuid = ? and key = ? and step between ? and ?)
    where (n - 1) % ? = 0 or n = ? order by n`,
  models: `select name, description, creation_time, last_updated_time,
    (select json_group_object(key, value) from registered_model_tags t where t.name = m.name),
    (select json_group_object(alias, cast(version as text)) from registered_model_aliases a where a.name = m.name)
    from registered_models m where not exists (select 1 from registered_model_tags t
      where t.name = m.name and t.key = 'mlflow.prompt.is_prompt' and t.value = 'true') order by name`,
  versions: (hasName: boolean) => `select name, cast(version as text), creation_time, last_updated_time, description, user_id,
    current_stage, source, run_id, status,
    (select json_group_object(key, value) from model_version_tags t where t.name = v.name and t.version = v.version)
    from model_versions v where current_stage <> 'Deleted_Internal' ${hasName ? 'and name = ?' : ''}
    and not exists (select 1 from model_version_tags t where t.name = v.name and t.version = v.version
      and t.key = 'mlflow.prompt.is_prompt' and t.value = 'true')
    order by name, version desc`,
  loggedModel: `select model_id, name, experiment_id, artifact_location, source_run_id from logged_models
    where model_id = ? and lifecycle_stage = 'active'`,
} as const;
