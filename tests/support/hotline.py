"""A small assessment on a small questionnaire: quick to check and to print."""

QUESTIONNAIRE = """\
id: hotline-check
version: 1.0.0
title: Hotline check
sections:
  - id: all
    title: The hotline
    questions:
      - id: purpose
        code: HC-1
        ask: What is the hotline for?
        type: long
        help: One or two sentences.
      - id: recorded
        code: HC-2
        ask: Are calls recorded?
        type: yes_no
        help: Also when only some are.
        findings:
          - id: calls_recorded
            if: recorded == yes
            level: block
            says: Calls are recorded.
            because: A recording can be heard by those whom the caller fears.
            mend: Switch recording off.
            basis: proposal
      - id: logged
        code: HC-3
        ask: Are numbers logged?
        type: yes_no
        help: Also by the telephone company.
        findings:
          - {id: numbers_logged, if: logged == yes, level: major, says: Numbers are logged., because: They name
             callers., mend: Log none.}
      - id: rung_back
        code: HC-4
        ask: Are callers rung back?
        type: yes_no
        help: Also once.
        findings:
          - {id: callers_rung_back, if: rung_back == yes, level: minor, says: Callers are rung back., because: Others
             may answer., mend: Agree on a time.}
      - id: picture
        code: HC-5
        ask: What else is there to say?
        type: long
        required: false
        help: Anything.
"""

ASSESSMENT = """\
dpia: 2
id: hotline
title: Hotline
organisation: Our association
created: 2026-11-20
questionnaires:
- id: hotline-check
  version: 1.0.0
answers:
  hotline-check:
    purpose: People who need advice can call at any hour.
    recorded: no
    logged: no
    rung_back: no
"""

AS_MADE = ["--on", "2026-11-24"]  # so that its report is the same on every day
