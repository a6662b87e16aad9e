"""What was measured, for people."""

import measure


def render(result):
    lines = []
    machine = result["machine"]
    load = f"load {machine['load']:.1f} before, {machine['loadAfter']:.1f} after"
    lines.append(f"{machine['cores']} cores, {load}; best of {result['runs']} runs")
    if machine["load"] > 1:
        lines.append("the machine was not idle: trust the cpu columns, not the wall times")
    for case in result["cases"]:
        lines += ["", *case_lines(case)]
    if result["growth"]:
        lines += ["", "growth from half of the repository to all of it (linear = 2.0)"]
        lines += [f"  {name:<22}{ratio:8.2f}" for name, ratio in result["growth"].items()]
    return "\n".join(lines) + "\n"


def case_lines(case):
    cold = case["cold"]
    yield f"{case['name']} at {case['commit'][:12]}"
    yield f"  {cold['files']} files, {cold['symbols']} symbols, {cold['references']} references"
    yield f"  {'':<22}{'wall s':>9}{'cpu s':>9}{'own cpu':>9}{'own MiB':>9}   walls of all runs"
    for temperature in ("cold", "relinked", "warm"):
        run = case[temperature]
        own = run["orchestrator"]
        walls = " ".join(f"{wall:.2f}" for wall in run["walls"])
        yield (
            f"  {temperature:<22}{run['wall']:9.3f}{run['processor']:9.3f}{own['processor']:9.3f}"
            f"{mebibytes(own):9.0f}   {walls}"
        )
    yield f"  {'steps, s (share)':<22}" + "".join(f"{step:>16}" for step in [*measure.STEPS, "other"])
    for temperature in ("cold", "relinked", "warm"):
        run = case[temperature]
        shares = (f"{seconds:8.3f} ({seconds / run['wall']:4.0%})" for seconds in run["steps"].values())
        yield f"  {temperature:<22}" + "".join(f"{share:>16}" for share in shares)
    yield f"  {'analyzers, cold':<22}{'files':>9}{'MB':>9}{'answers':>9}{'cpu s':>9}{'files/s':>9}{'MB/s':>9}{'MiB':>9}{'x floor':>9}"
    for analyzer in cold["analyzers"]:
        # Processes that several analyzers share have a row of their own.
        if analyzer["files"] == 0 and analyzer["processes"] == 0:
            continue
        ratio = case["ratios"]["analyzers"].get(analyzer["name"])
        yield (
            f"  {analyzer['name']:<22}{analyzer['files']:9}{analyzer['bytes'] / 1e6:9.2f}"
            f"{analyzer['answerBytes'] / 1e6:9.2f}{analyzer['processor']:9.2f}"
            f"{number(analyzer['filesPerSecond'], 9, 0)}{number(analyzer['megabytesPerSecond'], 9, 1)}"
            f"{mebibytes(analyzer):9.0f}{number(ratio, 9, 2)}"
        )
    if case["floors"]:
        yield f"  {'floors, one core':<22}{'files':>9}{'MB':>9}{'inflate':>9}{'parse':>9}{'MB/s':>9}{'unparsed':>9}"
    for language, floor in case["floors"].items():
        yield (
            f"  {language:<22}{floor['files']:9}{floor['bytes'] / 1e6:9.2f}{floor['inflating']:9.3f}"
            f"{floor['processor']:9.3f}{floor['bytes'] / 1e6 / floor['sum']:9.1f}{floor['unparsed']:9}"
        )
    ratios = case["ratios"]
    yield (
        f"  cold: own share of cpu {ratios['orchestratorShare']:.0%}, wall / cpu {ratios['coldWallOfProcessor']:.2f}, "
        f"answers / source {number(ratios['answersOfSource'], 4, 2)}; warm wall / cold wall {ratios['warmOfColdWall']:.1%}"
    )
    if "semgrep" in case:
        peer = case["semgrep"]
        yield (
            f"  semgrep, fourteen rules: cpu {peer['processor']:.2f} s, {peer['findings']} findings; "
            f"a cold scan takes {ratios['coldOfSemgrep']:.2f} of that"
        )
    if ratios["coldWall"] is not None:
        yield (
            f"  of the floor: cold wall {ratios['coldWall']:.2f}, cold cpu {ratios['coldProcessor']:.2f}, "
            f"warm wall {ratios['warmWall']:.2f}"
        )
    if "history" in case:
        yield from history_lines(case["history"])


def history_lines(history):
    yield f"  {'history, commits: ' + str(history['commits']):<22}{'wall s':>9}{'cpu s':>9}{'own MiB':>9}"
    for name, run in history["runs"].items():
        yield f"  {name:<22}{run['wall']:9.3f}{run['processor']:9.3f}{mebibytes(run):9.0f}"
    yield (
        f"  floor {history['floor']:.2f} s; cold cpu / floor {number(history['coldOfFloor'], 4, 2)}; "
        f"cpu of a commit whose facts are known {history['processorPerKnownCommit'] * 1000:.0f} ms; "
        f"store / contents {history['storeOfContents']:.2f}"
    )


def mebibytes(value):
    return value["peakMemoryBytes"] / (1 << 20)


def number(value, width, digits):
    return " " * (width - 1) + "-" if value is None else f"{value:{width}.{digits}f}"
