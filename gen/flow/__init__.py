# SPDX-License-Identifier: MIT
"""The compiler of the flow language: statemachine/README.md describes it."""
