import pytest

from core.errors import ModelError, OptionError
from core.models.compute import Compute, computing, current, device, dtype, precision


def test_a_setting_holds_inside_its_block():
    outside = current()
    with computing(Compute(device="cpu", precision="bfloat16")) as setting:
        assert current() == setting
        assert (device().type, precision(), str(dtype())) == ("cpu", "bfloat16", "torch.bfloat16")
    assert current() == outside


def test_a_cpu_computes_in_float32():
    with computing(Compute(device="cpu")):
        assert precision() == "float32"


def test_a_device_that_is_not_there_is_named():
    with (
        computing(Compute(device="cuda:77")),
        pytest.raises(ModelError, match="no device cuda:77 on this machine; it has: cpu"),
    ):
        device()


@pytest.mark.parametrize(
    "wrong", [{"device": "tpu"}, {"device": "cuda:"}, {"precision": "int8"}, {"batch_tokens": 0}]
)
def test_what_is_no_setting_is_refused(wrong):
    with pytest.raises(OptionError, match="write"):
        Compute(**wrong)
