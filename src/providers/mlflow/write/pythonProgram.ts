/**
 * Writes to a local store through the workspace's own MLflow: its database is never written by us. One JSON document in
 * argv[1], one marked JSON line on stdout. It does the same steps as `restWriter.ts`.
 */
export const resultMark = 'MLOPS-RESULT:';

export const pythonProgram = String.raw`
import json, sys
mark = "${resultMark}"
def done(value, code=0):
    print("\n" + mark + json.dumps(value), flush=True)
    sys.exit(code)
def refuse(code, message):
    done({"fault": {"code": code, "message": message}}, 3)
ask = json.loads(sys.argv[1])
try:
    from mlflow.tracking import MlflowClient
    from mlflow.exceptions import MlflowException
except ImportError as error:
    refuse("missingTool", "MLflow cannot be imported by %s: %s" % (sys.executable, error))
client = MlflowClient(ask["uri"], ask["uri"])
op = ask["op"]
def shown(value):
    return "not set" if value is None else "“%s”" % value
def same(what, held, expected):
    if held != expected:
        refuse("conflict", "%s is %s, not %s: somebody changed it in the meantime." % (what, shown(held), shown(expected)))
def close(run, status, end):
    if run.info.status != status or not run.info.end_time:
        client.set_terminated(run.info.run_id, status=status, end_time=end)
        if client.get_run(run.info.run_id).info.status != status:
            refuse("conflict", "The store did not keep the status %s." % status)
try:
    if op == "createRun":
        experiment = "0"
        if ask["experiment"] is not None:
            found = client.get_experiment_by_name(ask["experiment"])
            if found is not None and found.lifecycle_stage == "deleted":
                refuse("conflict", "The experiment “%s” was deleted." % ask["experiment"])
            experiment = found.experiment_id if found else client.create_experiment(ask["experiment"])
        run = client.create_run(experiment, start_time=ask["startMs"], tags=ask["tags"], run_name=ask["name"])
        done({"runId": run.info.run_id, "experimentId": experiment})
    elif op == "setTags":
        held = client.get_run(ask["runId"]).data.tags
        for key, value in ask["tags"].items():
            if value is not None:
                client.set_tag(ask["runId"], key, value)
            elif key in held:
                client.delete_tag(ask["runId"], key)
        held = client.get_run(ask["runId"]).data.tags
        for key, value in ask["tags"].items():
            same("Tag “%s”" % key, held.get(key), value)
        done({})
    elif op == "finish":
        run = client.get_run(ask["runId"])
        job = run.data.tags.get("mlops.job")
        if job is None:
            refuse("forbidden", "Only runs that were launched from here are ended from here.")
        end = int(float(ask["endMs"]))
        for key, value in json.loads(run.data.tags.get("mlops.params") or "{}").items():
            if key not in run.data.params:
                client.log_param(run.info.run_id, key, str(value)[:6000])
        for key, value in ask["tags"].items():
            if value != "":
                client.set_tag(run.info.run_id, key, value)
        close(run, ask["status"], end)
        text = job.replace("'", "")
        if text == job:
            everywhere = [one.experiment_id for one in client.search_experiments()]
            for other in client.search_runs(everywhere, "tags.\"mlops.job\" = '%s' and attributes.status = 'RUNNING'" % job):
                close(other, ask["status"], end)
        done({})
    elif op == "rename":
        client.update_run(ask["runId"], name=ask["name"])
        done({})
    elif op == "deleteRun":
        client.delete_run(ask["runId"])
        done({})
    elif op == "restoreRun":
        client.restore_run(ask["runId"])
        done({})
    elif op == "register":
        try:
            client.create_registered_model(ask["name"])
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
        more = {} if ask["modelId"] is None else {"model_id": ask["modelId"]}
        made = client.create_model_version(ask["name"], ask["source"], run_id=ask["runId"], await_creation_for=0, **more)
        done({"version": str(made.version)})
    elif op == "setAlias":
        def alias():
            held = client.get_registered_model(ask["name"]).aliases.get(ask["alias"])
            return None if held is None else str(held)
        same("Alias “%s”" % ask["alias"], alias(), ask["expected"])
        if ask["version"] is None:
            client.delete_registered_model_alias(ask["name"], ask["alias"])
        else:
            client.set_registered_model_alias(ask["name"], ask["alias"], ask["version"])
        same("Alias “%s”" % ask["alias"], alias(), ask["version"])
        done({})
    elif op == "setVersionTag":
        def tag():
            return client.get_model_version(ask["name"], ask["version"]).tags.get(ask["key"])
        same("Tag “%s”" % ask["key"], tag(), ask["expected"])
        if ask["value"] is None:
            client.delete_model_version_tag(ask["name"], ask["version"], ask["key"])
        else:
            client.set_model_version_tag(ask["name"], ask["version"], ask["key"], ask["value"])
        same("Tag “%s”" % ask["key"], tag(), ask["value"])
        done({})
    refuse("internal", "Unknown operation.")
except MlflowException as error:
    known = {"RESOURCE_DOES_NOT_EXIST": "notFound", "RESOURCE_ALREADY_EXISTS": "conflict", "INVALID_PARAMETER_VALUE": "invalid"}
    refuse(known.get(error.error_code, "internal"), str(error.message).splitlines()[0][:300])
`;
