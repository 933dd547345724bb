"""The container image: two recipes for the same one, and what it lets a run write to."""

from __future__ import annotations

import io
import json
import re
from typing import Dict, List
from xml.etree import ElementTree

import pytest
import yaml
from conftest import PROJECT
from dockerfile_parse import DockerfileParser

CONTAINERFILE = PROJECT / "src/main/fleet/container/Containerfile"
JOB = PROJECT / "src/main/fleet/kubernetes/base/job.yaml"
MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}


@pytest.fixture
def image() -> Dict[str, List[str]]:
    """The instructions of the last stage, with their values."""
    parser = DockerfileParser(fileobj=io.BytesIO(CONTAINERFILE.read_bytes()))
    stage: Dict[str, List[str]] = {}
    for line in parser.structure:
        if line["instruction"] == "FROM":
            stage = {}
        stage.setdefault(line["instruction"], []).append(line["value"])
    return stage


@pytest.fixture
def jib() -> ElementTree.Element:
    """The configuration of Jib in the pom."""
    pom = ElementTree.parse(PROJECT / "pom.xml")
    path = ".//m:plugin[m:artifactId='jib-maven-plugin']/m:configuration"
    found = pom.find(path, MAVEN)
    assert found is not None
    return found


def texts(element: ElementTree.Element, path: str) -> List[str]:
    return [found.text or "" for found in element.findall(path, MAVEN)]


def test_both_recipes_make_the_same_image(image, jib):
    parser = DockerfileParser(fileobj=io.BytesIO(CONTAINERFILE.read_bytes()))
    arguments = dict(
        line["value"].split("=", 1) for line in parser.structure if line["instruction"] == "ARG"
    )
    base = arguments["BASE"].replace("${JAVA}", "${image.java}")
    pom = ElementTree.parse(PROJECT / "pom.xml")

    assert texts(jib, "m:from/m:image") == [base]
    assert texts(pom.getroot(), "m:properties/m:image.java") == [arguments["JAVA"]]
    assert [texts(jib, "m:container/m:entrypoint/*")] == read(image["ENTRYPOINT"])
    assert [texts(jib, "m:container/m:volumes/*")] == read(image["VOLUME"])
    assert texts(jib, "m:container/m:user") == image["USER"]
    assert texts(jib, "m:container/m:workingDirectory") == image["WORKDIR"]
    [variable] = jib.findall("m:container/m:environment/*", MAVEN)
    assert f"{variable.tag.split('}')[1]}={variable.text}" in image["ENV"]


def read(values: List[str]) -> List[List[str]]:
    return [json.loads(value) for value in values]


def test_nothing_but_the_jar_comes_into_the_image(image, jib):
    from_outside = [copy for copy in image["COPY"] if "--from=" not in copy]

    assert from_outside == ["--chmod=644 benchmarks.jar /app/benchmarks.jar"]
    assert "RUN" not in image
    assert texts(jib, ".//m:extraDirectories//m:include") == ["benchmarks.jar"]
    # What Jib adds by itself is in the jar already.
    assert texts(jib, ".//m:filter/m:glob") == [
        "/app/{classes,libs,resources}/**",
        "/app/jib-*",
    ]


def test_the_user_is_not_root_and_owns_what_volumes_replace(image):
    [user] = image["USER"]
    [volumes] = read(image["VOLUME"])
    owned = {
        copy.split()[-1] for copy in image["COPY"] if f"--chown={user}" in copy and "--from" in copy
    }

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert owned == set(volumes)


def test_the_job_runs_the_image_as_it_is_meant_to(image):
    pod = yaml.safe_load(JOB.read_text(encoding="utf-8"))["spec"]["template"]["spec"]
    [run] = pod["containers"]
    [user] = image["USER"]
    [folder] = image["WORKDIR"]
    context = pod["securityContext"]

    assert f"{context['runAsUser']}:{context['runAsGroup']}" == user
    # Its root cannot be written to: a volume must be where the run works.
    assert folder in [mount["mountPath"] for mount in run["volumeMounts"]]
