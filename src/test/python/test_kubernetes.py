"""The manifests for Kubernetes: its own schemas, and what a measurement needs beyond them."""

from __future__ import annotations

import copy
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List

import kubernetes_validate
import pytest
import yaml
from conftest import PROJECT

KUBERNETES = PROJECT / "src/main/fleet/kubernetes"
KUSTOMIZATIONS = sorted(KUBERNETES.rglob("kustomization.yaml"))
OLDEST = "1.29"  # the first with retries for each index and containers that stop last, by default
KUBECTL = shutil.which("kubectl")

needs_kubectl = pytest.mark.skipif(KUBECTL is None, reason="no kubectl")


def load(file: Path) -> Dict:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def validate(manifest: Dict) -> None:
    kubernetes_validate.validate(manifest, OLDEST, strict=True)


@pytest.fixture
def job() -> Dict:
    return load(KUBERNETES / "base/job.yaml")


def pod(job: Dict) -> Dict:
    return job["spec"]["template"]["spec"]


def containers(job: Dict) -> List[Dict]:
    return pod(job)["initContainers"] + pod(job)["containers"]


def with_upload(job: Dict) -> Dict:
    """The Job and the container that the patch of the bucket adds."""
    patched = copy.deepcopy(job)
    patch = load(KUBERNETES / "bucket/upload.yaml")
    pod(patched)["initContainers"] += pod(patch)["initContainers"]
    return patched


@pytest.mark.parametrize("file", ["base/job.yaml", "volume/results.yaml"])
def test_manifests_are_valid_where_what_they_need_is_new(file):
    validate(load(KUBERNETES / file))


def test_the_job_is_valid_with_the_container_that_uploads(job):
    validate(with_upload(job))


def test_what_is_misspelt_is_found(job):
    job["spec"]["backoffLimitPerIndexes"] = job["spec"].pop("backoffLimitPerIndex")

    with pytest.raises(kubernetes_validate.ValidationError, match="backoffLimitPerIndexes"):
        validate(job)


@pytest.mark.parametrize("file", KUSTOMIZATIONS, ids=lambda file: file.parent.name)
def test_kustomizations_name_files_that_exist(file):
    kustomization = load(file)
    named = kustomization.get("resources", []) + kustomization.get("components", [])
    named += [patch["path"] for patch in kustomization.get("patches", []) if "path" in patch]
    for generator in kustomization.get("configMapGenerator", []):
        named += generator.get("files", [])

    assert [name for name in named if not (file.parent / name).exists()] == []


def rendered(folder: Path) -> Dict[str, Dict]:
    """What kubectl would send, by its kind."""
    ended = subprocess.run(
        [KUBECTL, "kustomize", folder], capture_output=True, encoding="utf-8", timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    manifests = list(yaml.safe_load_all(ended.stdout))
    return {
        manifest["kind"] + " " + manifest["metadata"]["name"]: manifest for manifest in manifests
    }


@needs_kubectl
@pytest.mark.parametrize("results", ["volume", "bucket"])
def test_what_kubectl_makes_of_them_is_valid(results, tmp_path):
    shutil.copytree(KUBERNETES, tmp_path / "kubernetes")
    top = tmp_path / "kubernetes/kustomization.yaml"
    kustomization = load(top)
    kustomization["components"] = [results]
    top.write_text(yaml.safe_dump(kustomization), encoding="utf-8")

    manifests = rendered(top.parent)

    for manifest in manifests.values():
        validate(manifest)
    job = manifests["Job distilbench"]
    [run] = pod(job)["containers"]
    volumes = {volume["name"]: volume for volume in pod(job)["volumes"]}
    assert run["image"].startswith("registry.example.com/distilbench:")
    assert f"ConfigMap {volumes['fleet']['configMap']['name']}" in manifests
    assert all(len(set(volume) - {"name"}) == 1 for volume in volumes.values())
    if results == "volume":
        claim = volumes["results"]["persistentVolumeClaim"]["claimName"]
        assert f"PersistentVolumeClaim {claim}" in manifests
    else:
        assert "emptyDir" in volumes["results"]
        assert "upload" in [container["name"] for container in pod(job)["initContainers"]]


@needs_kubectl
def test_there_is_an_index_for_each_kind_of_machine():
    job = rendered(KUBERNETES)["Job distilbench"]

    [term] = pod(job)["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
        "nodeSelectorTerms"
    ]
    [kinds] = term["matchExpressions"]
    kept_apart_by = {rule["topologyKey"] for rule in rules_of_anti_affinity(job)}
    assert job["spec"]["completions"] == job["spec"]["parallelism"] == len(kinds["values"])
    assert kinds["key"] in kept_apart_by
    assert has_whole_cpus(job)


def rules_of_anti_affinity(job: Dict) -> List[Dict]:
    return pod(job)["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]


def has_whole_cpus(job: Dict) -> bool:
    [run] = pod(job)["containers"]
    return run["resources"]["requests"]["cpu"].isdigit()


def test_runs_never_share_a_node(job):
    labels = job["spec"]["template"]["metadata"]["labels"]

    for rule in rules_of_anti_affinity(job):
        assert rule["labelSelector"]["matchLabels"].items() <= labels.items()
    assert "kubernetes.io/hostname" in {rule["topologyKey"] for rule in rules_of_anti_affinity(job)}


def test_the_static_cpu_manager_gives_the_run_cpus_of_its_own(job):
    """It does if the CPUs are whole and every container of the pod asks for what limits it."""
    assert has_whole_cpus(job)
    for container in containers(with_upload(job)):
        resources = container["resources"]
        assert set(resources["requests"]) == {"cpu", "memory"}
        assert resources["requests"] == resources["limits"], container["name"]


def test_one_index_that_fails_leaves_the_others_alone(job):
    spec = job["spec"]
    [run] = pod(job)["containers"]
    of_codes = [rule for rule in spec["podFailurePolicy"]["rules"] if "onExitCodes" in rule]

    assert spec["completionMode"] == "Indexed"
    assert spec["backoffLimitPerIndex"] >= 0
    assert "maxFailedIndexes" not in spec
    assert pod(job)["restartPolicy"] == "Never"
    # What ends with these would end so again, see options.md.
    assert [(rule["action"], rule["onExitCodes"]["values"]) for rule in of_codes] == [
        ("FailIndex", [1, 2])
    ]
    assert {rule["onExitCodes"]["containerName"] for rule in of_codes} == {run["name"]}


def test_nothing_runs_with_rights_that_it_does_not_need(job):
    assert pod(job)["securityContext"]["runAsUser"] != 0
    assert pod(job)["automountServiceAccountToken"] is False
    for container in containers(with_upload(job)):
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True, container["name"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        # Only the container that sets the sticky bit is its folder's owner.
        assert context.get("runAsNonRoot", False) is (container["name"] != "folder")


def test_every_volume_is_mounted_and_every_mount_is_a_volume(job):
    volumes = {volume["name"] for volume in pod(job)["volumes"]}

    mounted = {mount["name"] for of in containers(with_upload(job)) for mount in of["volumeMounts"]}

    assert mounted == volumes
